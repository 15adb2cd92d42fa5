import MarkdownIt from 'markdown-it';
import { LetterBody } from '../letters/letter-body.ts';
import { wrongField } from '../platform/errors.ts';

/** Raw HTML stays text, and pictures do not exist: a picture that loads from somewhere would tell who read the letter, and when. */
const markdown = new MarkdownIt('commonmark', { html: false, linkify: true, typographer: false })
  .enable('linkify')
  .disable(['image', 'html_block', 'html_inline', 'reference']);
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
markdown.validateLink = () => true;

type Token = ReturnType<typeof markdown.parse>[number];

const THIRD_PARTY = ' (third party: its own privacy policy applies)';

/** Behind each link that leads to somebody else stands that it does. Links do not stand within links. */
markdown.core.ruler.push('third-party', ({ tokens, env: { own }, Token }) => {
  for (const token of tokens) {
    let leadsAway = false;
    token.children &&= token.children.flatMap((child) => {
      if (child.type === 'link_open') leadsAway = originOf(String(child.attrGet('href'))) !== own;
      if (child.type !== 'link_close' || !leadsAway) return [child];
      return [child, Object.assign(new Token('text', '', 0), { content: THIRD_PARTY })];
    });
  }
});

const originOf = (link: string): string | undefined => (URL.canParse(link) ? new URL(link).origin : undefined);

/** Styles of what a body is made of; mail programs know no sheet of ours. The colours are those of the layout. */
const STYLES: Record<string, string> = {
  p: 'margin:0 0 16px;',
  h2: "margin:24px 0 8px;font:800 22px/1.25 'Bricolage Grotesque',Avenir,'Segoe UI',Helvetica,Arial,sans-serif;",
  h3: 'margin:20px 0 8px;font-weight:700;',
  ul: 'margin:0 0 16px;padding-left:22px;',
  ol: 'margin:0 0 16px;padding-left:22px;',
  blockquote: 'margin:0 0 16px;padding-left:14px;border-left:3px solid #e2dfd6;',
  a: 'color:#11694f;',
};

/** A letter has its title above; headings within it are the next two. */
const HEADINGS: Record<string, string> = { h1: 'h2', h2: 'h2', h3: 'h3', h4: 'h3', h5: 'h3', h6: 'h3' };

/**
 * Both parts of an issue from its Markdown. A link that leads away from `ownUrl` is marked as one to a third party (PP-11.2).
 * Refuses a link that is not https, beside the field `markdown`.
 */
export function renderIssue(source: string, ownUrl: string): LetterBody {
  const tokens = markdown.parse(source, { own: new URL(ownUrl).origin });
  for (const token of tokens) dress(token);
  const links = linksIn(tokens);
  const wrong = links.find((link) => !isHttps(link));
  if (wrong !== undefined)
    throw wrongField('markdown', `“${wrong}” is no address of a page. Links begin with https:// here.`);

  return LetterBody.check({
    html: markdown.renderer.render(tokens, markdown.options, {}),
    text: asText(tokens),
    links,
  });
}

function dress(token: Token): void {
  token.tag = HEADINGS[token.tag] ?? token.tag;
  const style = STYLES[token.tag];
  if (style !== undefined && token.nesting === 1) token.attrSet('style', style);
  if (token.type === 'link_open') token.attrSet('href', plain(String(token.attrGet('href'))));
  for (const child of token.children ?? []) dress(child);
}

/** Without signs at which mail programs end an address that stands in a text. */
const plain = (link: string): string =>
  isHttps(link) ? new URL(link).href.replaceAll(/[()'*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`) : link;

const flat = (tokens: readonly Token[]): Token[] => tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);

const linksIn = (tokens: readonly Token[]): string[] =>
  flat(tokens).flatMap((token) => (token.type === 'link_open' ? [String(token.attrGet('href'))] : []));

const isHttps = (link: string): boolean => link.startsWith('https://') && URL.canParse(link);

type Writing = { lines: string[]; lists: (number | undefined)[]; quotes: number; mark: string };

/** The same for mail programs that show text: links in brackets behind their words, and lists with their marks. */
function asText(tokens: readonly Token[]): string {
  const writing: Writing = { lines: [], lists: [], quotes: 0, mark: '' };
  for (const token of tokens) WRITES[token.type]?.(writing, token);
  return writing.lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

const WRITES: Record<string, (writing: Writing, token: Token) => void> = {
  bullet_list_open: ({ lists }) => lists.push(undefined),
  ordered_list_open: ({ lists }, token) => lists.push(Number(token.attrGet('start') ?? 1)),
  bullet_list_close: closeList,
  ordered_list_close: closeList,
  list_item_open(writing) {
    writing.mark = nextMark(writing);
  },
  blockquote_open(writing) {
    writing.quotes += 1;
  },
  blockquote_close(writing) {
    writing.quotes -= 1;
  },
  hr: (writing) => put(writing, '* * *'),
  fence: (writing, { content }) => put(writing, content.trimEnd()),
  code_block: (writing, { content }) => put(writing, content.trimEnd()),
  inline(writing, { children }) {
    put(writing, inlineText(children ?? []));
    writing.mark = writing.mark.replaceAll(/\S/g, ' ');
  },
};

function closeList(writing: Writing): void {
  const { lists, lines } = writing;
  lists.pop();
  writing.mark = '';
  if (lists.length === 0) lines.push('');
}

function nextMark({ lists }: Pick<Writing, 'lists'>): string {
  const depth = '  '.repeat(Math.max(0, lists.length - 1));
  const number = lists.at(-1);
  if (number === undefined) return `${depth}- `;
  lists[lists.length - 1] = number + 1;
  return `${depth}${number}. `;
}

function put({ lines, lists, quotes, mark }: Writing, text: string): void {
  const [first = '', ...rest] = text.split('\n');
  const before = '> '.repeat(quotes);
  lines.push(`${before}${mark}${first}`, ...rest.map((line) => `${before}${' '.repeat(mark.length)}${line}`));
  if (lists.length === 0) lines.push('');
}

function inlineText(tokens: readonly Token[]): string {
  const open: string[] = [];
  return tokens
    .map((token) => {
      if (token.type === 'link_open') open.push(String(token.attrGet('href')));
      if (token.type === 'link_close') return ` (${open.pop() ?? ''})`;
      else return token.type.endsWith('break') ? '\n' : token.content;
    })
    .join('');
}
