import { randomBytes } from 'node:crypto';
import { type Signer, signer } from '../platform/dkim.ts';
import { mimeBytes } from '../platform/mime.ts';
import type { Parts } from '../platform/parts.ts';
import { LINK, UNSUBSCRIBE } from './blanks.ts';
import type { LetterClass, MailStream } from './rules.ts';

/** A letter as it is stored, with blanks where it differs from one mailbox to the next. */
export type StoredLetter = { title: string; text: string; html: string; stream: MailStream; class: LetterClass };

/** What fills the blanks for one mailbox. The address is the one that was released; `messageId` has its angle brackets. */
export type Pouring = { address: string; messageId: string; date: Date; unsubscribeToken: string; link: string };

type BlankName = 'unsubscribeToken' | 'link';
/** Where each letter of one blank stands in the bytes. */
type Hole = { name: BlankName; at: readonly number[] };

/** The bytes of a letter, made once for all who get it. */
export type Mould = {
  bytes: Buffer;
  holes: readonly Hole[];
  baseUrl: string;
  replyTo: string;
  sign: Signer | undefined;
};

/** What stands in for a blank is as long as what fills it, so that no line changes its length. */
const LENGTHS: Record<BlankName, number> = { unsubscribeToken: 66, link: 43 };
const BLANKS: Record<BlankName, string> = { unsubscribeToken: UNSUBSCRIBE, link: LINK };
const blankNames = Object.keys(BLANKS) as BlankName[];

/** Compiles a stored letter to MIME. It takes milliseconds; {@link pour} then takes microseconds for each mailbox. */
export async function makeMould(parts: Pick<Parts, 'config' | 'secrets'>, letter: StoredLetter): Promise<Mould> {
  const { MAIL_FROM, MAIL_REPLY_TO: replyTo, BASE_URL: baseUrl } = parts.config;
  const markers = { unsubscribeToken: marker('unsubscribeToken'), link: marker('link') };
  const marked = (text: string) =>
    blankNames.reduce((rest, name) => rest.replaceAll(BLANKS[name], markers[name]), text);

  const bytes = await mimeBytes({
    ...{ from: MAIL_FROM, replyTo, subject: letter.title },
    ...{ text: marked(letter.text), html: marked(letter.html) },
    headers: headersOf(letter, baseUrl),
  });
  const holes = blankNames.flatMap((name) => holesOf(bytes, name, markers[name]));
  return { bytes, holes, baseUrl, replyTo, sign: signer(parts) };
}

/** The letter for one mailbox, from its first header to its end, signed where a key is configured. Throws for an address or an id that is not one. */
export function pour({ bytes, holes, baseUrl, replyTo, sign }: Mould, filling: Pouring): Buffer {
  const head = Buffer.from(ownHeaders({ baseUrl, replyTo }, filling), 'latin1');
  const letter = Buffer.concat([head, bytes]);
  for (const { name, at } of holes) {
    const value = filling[name];
    if (value.length !== at.length) throw new Error(`A ${name} has ${at.length} letters.`);
    for (const [index, place] of at.entries()) letter[head.length + place] = value.charCodeAt(index);
  }
  return sign === undefined ? letter : Buffer.concat([sign(letter), letter]);
}

/** One plain address of plain letters: it cannot become two, end its header, or hold a word in code (RFC 2047). */
const ADDRESS = /^(?!.*=\?)(?=.{3,254}$)[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9.-]+$/i;
const MESSAGE_ID = /^<[A-Za-z0-9_-]{43}@[A-Za-z0-9.-]{1,253}>$/;
const TOKEN = /^[A-Za-z0-9_-]+$/;

function ownHeaders({ baseUrl, replyTo }: Pick<Mould, 'baseUrl' | 'replyTo'>, filling: Pouring): string {
  const { address, messageId, date, unsubscribeToken, link } = filling;
  if (!ADDRESS.test(address)) throw new Error('A letter goes to one plain address.');
  if (!MESSAGE_ID.test(messageId)) throw new Error('This is no Message-ID of ours.');
  if (!TOKEN.test(unsubscribeToken) || !TOKEN.test(link)) throw new Error('A token has letters and digits only.');

  // RFC 8058: the first is posted to by the mail program itself; the second is for those that only write letters.
  return [
    `To: ${address}`,
    `Message-ID: ${messageId}`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    `List-Unsubscribe: <${baseUrl}/u/${unsubscribeToken}>,`,
    ` <mailto:${encodeURIComponent(replyTo).replace('%40', '@')}?subject=stop>`,
    '',
  ].join('\r\n');
}

const headersOf = ({ stream, class: letterClass }: StoredLetter, baseUrl: string) => ({
  'Auto-Submitted': 'auto-generated',
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  ...(letterClass === 'periodic' && { 'List-Id': `<${stream}.${new URL(baseUrl).hostname}>` }),
});

/** Nobody can have written it: it is drawn for this mould. */
const marker = (name: BlankName) => randomBytes(LENGTHS[name]).toString('hex').slice(0, LENGTHS[name]);

/** A long line is broken in the middle of a marker, by `=` and a line break. */
function holesOf(bytes: Buffer, name: BlankName, text: string): Hole[] {
  const broken = new RegExp([...text].join('(?:=\\r\\n)?'), 'g');
  return Array.from(bytes.toString('latin1').matchAll(broken), ({ 0: found, index }) => {
    const at = [...found.matchAll(/=\r\n|./g)].filter(([each]) => each.length === 1).map((each) => index + each.index);
    return { name, at };
  });
}
