import { z } from 'zod';

/**
 * Control characters other than line breaks and tabs: no field of ours means them, and PostgreSQL refuses NUL. And those
 * that turn the direction of what follows, with which one name can be made to look like another.
 */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;
/** At least one letter, digit, sign or picture: a name that nobody can see is none. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
const BLANK_LETTERS = /[\u115f\u1160\u2800\u3164\uffa0]/gu;
const LINE_BREAK = /[\r\n\t\u2028\u2029]/u;

const text = (missing: string) =>
  z.string({ error: missing }).refine((value) => !CONTROL.test(value), 'Remove the invisible characters.');

/** One line of text, trimmed. `missing` is the sentence for an empty field. */
export const line = (missing: string, max: number) =>
  text(missing)
    .trim()
    .min(1, missing)
    .max(max, `Keep this to ${max} characters.`)
    .refine((value) => value === '' || VISIBLE.test(value.replaceAll(BLANK_LETTERS, '')), missing)
    .refine((value) => !LINE_BREAK.test(value), 'Keep this to one line.');

/** One line of text; may be empty. */
export const maybeLine = (max: number) =>
  paragraphs(max).refine((value) => !LINE_BREAK.test(value), 'Keep this to one line.');

/** What somebody looks for in a list. What no text can hold is looked for nowhere, so that a link never breaks. */
export const searchWords = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\u0000]*$/)
    .catch('');

/** Several lines of text; may be empty. */
export const paragraphs = (max: number) =>
  text('Write this as text.').trim().max(max, `Keep this to ${max} characters.`);

/**
 * One plain address: no quotes, comments or lists, so that a letter can only ever go to one place. Lower case. Matched
 * without the flag `u`, by which the long s and the sign for kelvin would pass for letters; and without `=?`, which begins
 * a word in code that mail programs read as something else (RFC 2047).
 */
export const emailAddress = z
  .string({ error: 'Enter your e-mail address.' })
  .trim()
  .min(1, 'Enter your e-mail address.')
  .max(254, 'That address is too long.')
  .regex(
    /^(?!.*=\?)[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i,
    'Enter an address like ada@example.org.',
  )
  .toLowerCase();

/**
 * A day that exists, as `2026-11-30`, from 2000 to 2999: the database knows no year 0, and days no year after 9999. `wrong` is
 * the sentence for anything else.
 */
export const isoDay = (wrong: string) => z.iso.date({ error: wrong }).refine((day) => day.startsWith('2'), wrong);

/** Zones the runtime lists under an old name, as their places are called now. Browsers send either; both are taken. */
const RENAMED: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

const KNOWN = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
const ZONES = new Set([...KNOWN, ...Object.values(RENAMED)]);

/** Every zone this runtime knows, once, in the order of the alphabet. */
export const timeZones: readonly string[] = [...new Set(KNOWN.map((zone) => RENAMED[zone] ?? zone))].toSorted();

export const timeZone = z
  .string({ error: 'Choose your time zone.' })
  .refine((zone) => ZONES.has(zone), 'Choose a time zone from the list.');
