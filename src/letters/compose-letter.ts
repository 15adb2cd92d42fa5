import type { Parts } from '../platform/parts.ts';
import type { Safe } from '../platform/personal.ts';
import { LINK, UNSUBSCRIBE } from './blanks.ts';
import { type LetterBody, UnfitLetter } from './letter-body.ts';
import { type Language, languages, type MailStream } from './rules.ts';

/** What a letter is made from. The model holds nothing personal: a letter is stored, and passes through other hands. */
export type Draft = {
  /** `views/mails/<template>.html.hbs` and `.txt.hbs`. */
  template: string;
  /** The subject line. The name of the site is added where there is room. */
  title: string;
  model: { readonly [key: string]: Safe<never> };
  stream: MailStream;
  /** What staff wrote, for a template that shows it as `written.html` and `written.text`. */
  body?: LetterBody;
  language?: Language;
};

export type Composed = { template: string; title: string; text: string; html: string; postalAddress: string };

type ComposingParts = Pick<Parts, 'views' | 'config'>;

/**
 * Writes both parts of a letter in the one layout, with the steps to unsubscribe at the bottom of each (PP-06.2). Characters
 * that nobody sees are taken out of whatever it is told, so that nobody can type a blank or a line of a header. Throws for a
 * title that is empty or longer than 200 characters, and for a link to anywhere but our own pages.
 */
export async function composeLetter(parts: ComposingParts, draft: Draft): Promise<Composed> {
  const { views, config } = parts;
  const { template, model, stream, body, language = languages[0] } = draft;
  const { html, text } = await views.letter(template, {
    ...(seenIn(config.BASE_URL, model) as object),
    ...(body && { written: { html: seen(body.html), text: seen(body.text) } }),
    ...{ unsubscribe: `${config.BASE_URL}/u/${UNSUBSCRIBE}`, stream, language },
  });
  const composed = { text: text.trim().replaceAll(/\n{3,}/g, '\n\n'), html: html.trim() };
  mustLeadHome(parts, [composed.text, unescaped(composed.html)], body);
  return { template, title: titleOf(draft, config.SITE_NAME), ...composed, postalAddress: config.POSTAL_ADDRESS };
}

const LONGEST_TITLE = 200;

function titleOf({ title }: Draft, siteName: string): string {
  const line = seen(title).replaceAll(/\s+/g, ' ').trim();
  const length = Array.from(line).length;
  if (length === 0 || length > LONGEST_TITLE)
    throw new Error(`The title of a letter has 1 to ${LONGEST_TITLE} characters.`);
  const named = `${line} – ${siteName}`;
  return Array.from(named).length <= LONGEST_TITLE ? named : line;
}

/** Characters that steer and do not show: controls, those for private use, halves of others, and those that turn the writing round. */
const UNSEEN = /[\p{Cc}\p{Co}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;
const seen = (text: string): string => text.replaceAll(UNSEEN, (each) => (each === '\n' || each === '\t' ? each : ''));

/** The same model without unseen characters. The blank of a link stays where it ends an address of ours. */
function seenIn(baseUrl: string, value: unknown): unknown {
  if (typeof value === 'string') {
    const isLink = value.startsWith(`${baseUrl}/`) && value.endsWith(LINK);
    return isLink ? `${seen(value.slice(0, -LINK.length))}${LINK}` : seen(value);
  }
  if (Array.isArray(value)) return value.map((each) => seenIn(baseUrl, each));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, seenIn(baseUrl, each)]));
}

const ADDRESS = /[a-z][a-z0-9+.-]*:\/\/[^\s<>"”]*/gi;
const END_OF_SENTENCE = /[.,;:!?)]+$/;
const LEADING = /\s(?:href|src|srcset|action|background)\s*=\s*["']?([^"'\s>]*)/gi;

function mustLeadHome({ config }: ComposingParts, written: string[], body: LetterBody | undefined): void {
  for (const text of written) {
    const named = Array.from(text.matchAll(ADDRESS), ([address]) => address.replace(END_OF_SENTENCE, ''));
    const linked = Array.from(text.matchAll(LEADING), ([, address = '']) => address);
    const astray = [...named, ...linked].find((address) => !isOurs(config.BASE_URL, address, body));
    if (astray !== undefined) throw new UnfitLetter(`A letter leads to our own pages only, and not to ${astray}.`);
  }
}

function isOurs(baseUrl: string, address: string, body: LetterBody | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, href, username } = new URL(address);
  return (origin === baseUrl && username === '') || body?.links.has(href) === true;
}

/** As a mail program reads what our templates escaped. */
const unescaped = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll(/&#x(27|60|3D);/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('&amp;', '&');
