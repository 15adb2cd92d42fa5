import { castPassword } from '#prisma/cast.ts';

type FilledIn = { action: string; fields: Record<string, string> };

/** The forms of a page as somebody sends them who ticks every box, chooses what is chosen, and leaves no field empty. */
export const formsIn = (html: string): FilledIn[] =>
  Array.from(html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g), ([, tag = '', inside = '']) => ({
    method: attribute(tag, 'method'),
    action: attribute(tag, 'action') ?? '',
    fields: Object.fromEntries([...inputsIn(inside), ...listsIn(inside), ...textsIn(inside)]),
  })).filter(({ method, action }) => method === 'post' && action.startsWith('/'));

/** And the button that is pressed, where it says something of its own. */
const inputsIn = (html: string): [string, string][] =>
  named(html.matchAll(/<(?:input|button)\b([^>]*)>/g), ([, tag = '']) => {
    const value = attribute(tag, 'value') ?? '';
    const type = attribute(tag, 'type');
    if (type === 'password') return castPassword;
    else return value === '' ? 'on' : value;
  });

const listsIn = (html: string): [string, string][] =>
  named(html.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g), ([, , options = '']) => {
    const all = Array.from(options.matchAll(/<option\b([^>]*)>/g), ([, tag = '']) => tag);
    const chosen = all.find((tag) => / selected\b/.test(tag)) ?? all.at(-1) ?? '';
    return attribute(chosen, 'value') ?? '';
  });

const textsIn = (html: string): [string, string][] =>
  named(html.matchAll(/<textarea\b([^>]*)>([^<]*)<\/textarea>/g), ([, , text = '']) => asTyped(text) || 'on');

const named = (found: Iterable<RegExpMatchArray>, valueIn: (match: RegExpMatchArray) => string): [string, string][] =>
  [...found].flatMap((match) => {
    const name = attribute(match[1] ?? '', 'name');
    return name === undefined ? [] : [[name, valueIn(match)] as [string, string]];
  });

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : asTyped(value);
}

/** What stands on a page, as it was before it was written there. */
export const asTyped = (text: string): string =>
  text.replaceAll(/&(quot|lt|gt|amp|#x27|#x3D|#x60);/g, (entity) => LETTERS[entity] ?? entity);

const LETTERS: Record<string, string> = {
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&#x27;': "'",
  '&#x3D;': '=',
  '&#x60;': '`',
};
