import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openViews, type Views } from '#src/platform/views.ts';

const config = { SITE_NAME: 'AnyMeeting', BASE_URL: 'http://localhost:3000', POSTAL_ADDRESS: '1 Example Street' };
const folder = mkdtempSync(join(tmpdir(), 'anymeeting-views-'));
const folders = { views: join(folder, 'views'), build: join(folder, 'build') };

const files = {
  'build/manifest.json': JSON.stringify({
    'public/icons.json': { file: 'assets/icons-1.svg' },
    'public/css/site.css': { file: 'assets/site-1.css' },
  }),
  'build/assets/icons-1.svg': '<svg><symbol id="mic"/></svg>',
  'views/layouts/site.hbs': '<title>{{title}}</title><main>{{body}}</main>',
  'views/layouts/mail.html.hbs': '<body>{{body}}<footer>{{why}}</footer></body>',
  'views/layouts/mail.txt.hbs': '{{body}}{{site.name}}: {{why}}',
  'views/partials/who.hbs': 'name={{name}} title={{title}} root={{@root.title}}',
  'views/greeting.hbs': '<p title="{{name}}">{{name}}</p>',
  'views/helped.hbs': '{{asset "public/css/site.css"}} {{icon "mic"}} {{icon "mic" label=name}} {{localTime at zone}}',
  'views/unbuilt.hbs': '{{asset "public/css/nothing.css"}}',
  'views/undrawn.hbs': '{{icon "unicorn"}}',
  'views/handing.hbs': '{{> who name="Ada"}}|{{> who this}}',
  'views/data.hbs': '{{json data}}',
  'views/mails/hello.html.hbs': '<p>{{name}}</p>',
  'views/mails/hello.txt.hbs': 'Hello {{name}}\n{{> who name=name}}\n',
};

let views: Views;
beforeAll(() => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  views = openViews(config, folders);
});
afterAll(() => rmSync(folder, { recursive: true }));

const page = (view: string, model: object = {}) => views.page(view, { title: 'Page', ...model }, 'site');
const MARKUP = `<b>"Ada" & 'Ben'</b>`;

test('what somebody typed is text on a page, in an attribute as well', async () => {
  const html = await page('greeting', { name: MARKUP });

  expect(html).not.toContain('<b>');
  expect(html).toContain('&lt;b&gt;&quot;Ada&quot; &amp; &#x27;Ben&#x27;&lt;/b&gt;');
});

test('a page stands in its layout, which the title of the page reaches escaped', async () => {
  expect(await page('greeting', { name: 'Ada', title: '<i>' })).toMatch(/^<title>&lt;i&gt;<\/title><main><p/);
});

test('the plain part of a letter is not escaped, the other part is, whichever is written first', async () => {
  const letter = { name: MARKUP, title: 'T', why: `It's yours` };
  const first = await views.letter('hello', letter);

  expect(first.text).toBe(`Hello ${MARKUP}\nname=${MARKUP} title= root=TAnyMeeting: It's yours`);
  expect(first.html).not.toContain('<b>');
  expect(await page('handing', letter)).not.toContain('<b>');
  expect(await views.letter('hello', letter)).toEqual(first);
});

test('a letter that lacks what it names is not written', async () => {
  await expect(views.letter('hello', { why: 'Because' })).rejects.toThrow('name');
});

test('a template, a built file or an icon that is not there is named', async () => {
  await expect(page('nowhere')).rejects.toThrow('There is no template called nowhere.');
  await expect(views.letter('nowhere', {})).rejects.toThrow('mails/nowhere.html');
  await expect(page('unbuilt')).rejects.toThrow('public/css/nothing.css has not been built');
  await expect(page('undrawn')).rejects.toThrow('There is no icon called unicorn');
});

test('helpers write addresses, icons and times', async () => {
  const html = await page('helped', { name: '"Muted"', at: new Date('2026-11-26T17:00:00Z'), zone: 'Europe/Paris' });

  expect(html).toContain('/build/assets/site-1.css');
  expect(html).toContain('<svg class="icon" aria-hidden="true"><use href="/build/assets/icons-1.svg#mic"></use></svg>');
  expect(html).toContain('role="img" aria-label="&quot;Muted&quot;"');
  expect(html).toContain(
    '<time datetime="2026-11-26T17:00:00.000Z" data-zone="Europe/Paris">Thursday 26 November 2026 at 18:00, Central European Standard Time (Paris)</time>',
  );
});

test('a partial sees what it is handed, and nothing of the page by accident', async () => {
  expect(await page('handing', { name: 'Ben' })).toContain('name=Ada title= root=Page|name=Ben title=Page root=Page');
});

test('data for a script cannot end the script', async () => {
  expect(await page('data', { data: { name: '</script><b>' } })).toContain('{"name":"\\u003c/script>\\u003cb>"}');
});

test('properties that objects inherit are not reachable from a template', async () => {
  const html = await page('greeting', Object.create({ name: 'inherited', title: 'T' }) as object);
  expect(html).not.toContain('inherited');
});
