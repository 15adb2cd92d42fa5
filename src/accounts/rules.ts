import { dictionary } from '@zxcvbn-ts/language-common';

/** Long enough to stand alone, without a second factor and without rules about digits and signs. */
export const SHORTEST_PASSWORD = 15;
/** Room for any phrase. More would only make hashing a stranger's megabyte our work. */
export const LONGEST_PASSWORD = 128;

/** The same password typed on two keyboards may come as different code points; NFKC makes them one. */
export const normalised = (password: string): string => password.normalize('NFKC');
export const lengthOf = (password: string): number => Array.from(password).length;

type Known = { name: string; email: string; siteName: string };

/**
 * What is wrong with a password of the right length, as a sentence for the person; nothing when it may be used. Length
 * does not help where a machine guesses first: lists, repetition, rows of keys, and what is known of the person.
 */
export function passwordProblem(password: string, known: Known): string | undefined {
  const folded = fold(password);
  const letters = Array.from(folded.replaceAll(/[^\p{L}\p{N}]/gu, ''));

  if (isListed(folded)) return 'This password is on the lists that are tried first. Choose another one.';
  else if (repeats(letters) || runsAlongKeys(letters))
    return 'This repeats itself or follows a row of keys, so it is easy to guess. Choose another one.';
  else if (isMadeOf(wordsAround(known), letters.join('')))
    return 'This is mostly a name, an address or a word of this site. Choose something nobody connects with you.';
  else return undefined;
}

/** Phrases that became famous for being good, and so are not. */
const FAMOUS = ['correcthorsebatterystaple', 'thisismypassword', 'iloveyousomuch', 'letmeinplease'];
const LISTED = new Set([...dictionary['passwords-common'], ...FAMOUS]);

/** On a list as it stands, without its spaces, or with digits and signs hung on to a listed word. */
function isListed(folded: string): boolean {
  const ways = [folded, folded.replaceAll(/[^\p{L}\p{N}]/gu, ''), folded.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')];
  return ways.some((way) => LISTED.has(way));
}

/** With fewer different characters than this, most of the length is air. */
const FEWEST_DIFFERENT = 5;

function repeats(letters: string[]): boolean {
  const periods = Array.from({ length: Math.floor(letters.length / 2) }, (_, index) => index + 1);
  const comesAgain = (period: number) => letters.every((each, at) => at < period || each === letters[at - period]);
  return new Set(letters).size < FEWEST_DIFFERENT || periods.some(comesAgain);
}

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz 01234567890 q1w2e3r4t5y6u7i8o9p0 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn',
].flatMap((rows) => rows.split(' '));
const NEIGHBOURS = new Set(ROWS.flatMap((row) => [...pairsOf(row), ...pairsOf(Array.from(row).toReversed().join(''))]));

/** `qwertyuiop12345` is two runs. A phrase of that length has a dozen. */
const FEWEST_RUNS = 5;

function runsAlongKeys(letters: string[]): boolean {
  const breaks = pairsOf(letters.join('')).filter((pair) => !NEIGHBOURS.has(pair) && pair[0] !== pair[1]);
  return breaks.length + 1 < FEWEST_RUNS;
}

function pairsOf(text: string): string[] {
  const letters = Array.from(text);
  return letters.slice(1).map((letter, at) => (letters[at] ?? '') + letter);
}

/** What has to be left when the known words and the digits after them are taken away. */
const LEAST_OF_ONES_OWN = 6;

function isMadeOf(words: string[], letters: string): boolean {
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), letters);
  return rest !== letters && lengthOf(rest.replaceAll(/^\p{N}+|\p{N}+$/gu, '')) < LEAST_OF_ONES_OWN;
}

const OUR_WORDS = ['anymeeting', 'meeting', 'webinar', 'password', 'passwort', 'welcome'];

/** Longest first, so that `adaokafor` goes before `ada`. */
function wordsAround({ name, email, siteName }: Known): string[] {
  const said = [name, email, siteName].flatMap((text) => {
    const words = fold(text).split(/[^\p{L}\p{N}]+/u);
    return [...words, words.join('')];
  });
  return [...said, ...OUR_WORDS].filter((word) => word.length > 2).toSorted((one, other) => other.length - one.length);
}

const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Where a host has something to do. The home page would only tell them what they know. */
const AFTER_SIGNING_IN = '/webinars';

/** Where to go after signing in: a page of this site, or one's own webinars when `next` is anything else. */
export function samePageOnly(next: string | undefined): string {
  const here = 'http://here.invalid';
  if (next === undefined || !/^\/(?![/\\])[^\\\u0000-\u0020\u007f]*$/u.test(next) || !URL.canParse(next, here))
    return AFTER_SIGNING_IN;

  const { origin, pathname, search, hash } = new URL(next, here);
  // Dots in a path fold away when it is read, and can leave two slashes in front: that is another host.
  return origin === here && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : AFTER_SIGNING_IN;
}

/** The longest anybody waits between two tries. More would let a stranger lock the owner out by trying. */
const LONGEST_WAIT_SECONDS = 25;

/** How long to wait before one more try: nothing for the free ones, then 1, 2, 4 … seconds. */
export function waitSeconds(tries: number, free: number): number {
  return tries <= free ? 0 : Math.min(LONGEST_WAIT_SECONDS, 2 ** Math.min(10, tries - free - 1));
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How long each mailed link works. Longer is kinder to slow mail; shorter leaves less lying in a mailbox. */
export const LINK_LIFE_MS = { confirm_address: DAY_MS, reset_password: 60 * MINUTE_MS } as const;

/** How long both mailboxes have to agree to a new address. Longer leaves an address lying that may be nobody's. */
export const ADDRESS_CHANGE_MS = DAY_MS;

/** Whether nobody of these is left without that one. */
export const isLastOf = <Id>(all: readonly Id[], one: Id): boolean => all.length === 1 && all[0] === one;

/** A browser that is not used for a week is signed out, and each after a month, used or not. */
export function sessionEnd(createdAt: Date, seenAt: Date): Date {
  return new Date(Math.min(seenAt.getTime() + 7 * DAY_MS, createdAt.getTime() + 30 * DAY_MS));
}

/** Writing "seen" on every request would be a write for every page; a minute is close enough for "your devices". */
export const seenLongAgo = (seenAt: Date, now: Date): boolean => now.getTime() - seenAt.getTime() >= MINUTE_MS;
