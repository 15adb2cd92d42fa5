import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import type { Config } from './config.ts';
import { viewHelpers } from './view-helpers.ts';

/** Templates, compiled once. A template gets a ready view-model; it never decides who may see what. */
export type Views = {
  /** A page in its layout. */
  page(view: string, model: object, layout: string): Promise<string>;
  /**
   * Both parts of a letter, `mails/<name>.html.hbs` and `mails/<name>.txt.hbs`, in the mail layout. The model may hold
   * `why`, one sentence that says why this letter came; it stands at the foot. Rejects when a template names a value
   * that the model lacks, because a letter cannot be taken back.
   */
  letter(name: string, model: object): Promise<{ html: string; text: string }>;
};

/** What every page and letter knows of the site. */
type SiteConfig = Pick<Config, 'SITE_NAME' | 'BASE_URL' | 'POSTAL_ADDRESS'>;

type Folders = { views: string; build: string };
type Render = (model: object) => string;

const root = (folder: string) => fileURLToPath(new URL(`../../${folder}`, import.meta.url));

/** Reads and compiles every template at once, so that a broken one stops the start instead of a visitor. */
export function openViews(
  config: SiteConfig,
  folders: Folders = { views: root('views'), build: root('public/build') },
): Views {
  const site = { name: config.SITE_NAME, baseUrl: config.BASE_URL, postalAddress: config.POSTAL_ADDRESS };
  const pages = compiler({ noEscape: false, folders });
  // A letter's plain part has a compiler of its own: a template compiled there never meets the escaping ones.
  const texts = compiler({ noEscape: true, folders });
  const shown = new Map(
    templatesIn(folders.views).map(([name, source]) => [name, (name.endsWith('.txt') ? texts : pages)(name, source)]),
  );

  const render = (name: string, model: object) => {
    const template = shown.get(name);
    if (template === undefined) throw new Error(`There is no template called ${name}.`);
    return template(model);
  };
  const within = (layout: string, name: string, model: object) =>
    render(layout, { ...model, body: new Handlebars.SafeString(render(name, model)) });

  return {
    page: async (view, model, layout) => within(`layouts/${layout}`, view, { site, ...model }),
    letter: async (name, model) => ({
      html: within('layouts/mail.html', `mails/${name}.html`, { site, ...model }),
      text: within('layouts/mail.txt', `mails/${name}.txt`, { site, ...model }),
    }),
  };
}

/** A partial sees only what it is handed (`{{> row title=… }}` or `{{> header this}}`) and `@root`. */
const SHARED = { explicitPartialContext: true, preventIndent: true };

function compiler({ noEscape, folders }: { noEscape: boolean; folders: Folders }) {
  const handlebars = Handlebars.create();
  handlebars.registerHelper(viewHelpers(folders));
  for (const [name, source] of templatesIn(join(folders.views, 'partials'))) {
    handlebars.registerPartial(name, handlebars.compile(source, { ...SHARED, noEscape }));
  }

  return (name: string, source: string): Render => {
    const template = handlebars.compile(source, { ...SHARED, noEscape, strict: name.startsWith('mails/') });
    return (model) => template(model);
  };
}

/** Every template under a folder, named by its path without `.hbs`. */
function templatesIn(folder: string): [name: string, source: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => [file.slice(0, -'.hbs'.length).replaceAll('\\', '/'), readFileSync(join(folder, file), 'utf8')]);
}
