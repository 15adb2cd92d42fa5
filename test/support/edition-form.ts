import type { Answer, Client, Form } from './client.ts';

const PATH = '/admin/policy/edition';

/** What stands on a page for whoever reads it. */
export const plain = ({ html }: Answer): string => decoded(html.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');

/** What a browser would send for the form of an edition: hidden fields, text as it stands, and the boxes that are ticked. */
export function editionIn({ html }: Answer): Form {
  const form = /<form[^>]*action="\/admin\/policy\/edition".*?<\/form>/s.exec(html)?.[0] ?? '';
  const typed = form.matchAll(/<(?:textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<\/textarea>|input([^>]*)>)/g);
  return Object.fromEntries(
    Array.from(typed).flatMap(([, area, text = '', input = '']) =>
      area === undefined ? sentBy(input) : [[area, decoded(text)]],
    ),
  );
}

/** The form as the page brings it, with these changes. */
export const edition = async (admin: Client, change: Form): Promise<Form> => ({
  ...editionIn(await admin.get(PATH)),
  ...change,
});

export const sendEdition = (admin: Client, form: Form): Promise<Answer> => admin.post(PATH, form);

/** Without the box of one rule. */
export const untick = (form: Form, box: string): Form =>
  Object.fromEntries(Object.entries(form).filter(([name]) => name !== box));

function sentBy(input: string): [string, string][] {
  if (input.includes('type="checkbox"') && !input.includes(' checked')) return [];
  const [name = '', value = ''] = ['name', 'value'].map((each) => new RegExp(` ${each}="([^"]*)"`).exec(input)?.[1]);
  return [[name, decoded(value)]];
}

const decoded = (text: string) =>
  text
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
