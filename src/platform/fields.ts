import { z } from 'zod';

/** Control characters other than line breaks and tabs: no field of ours means them, and PostgreSQL refuses NUL. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;
const LINE_BREAK = /[\r\n\t\u2028\u2029]/u;

const text = (missing: string) =>
  z.string({ error: missing }).refine((value) => !CONTROL.test(value), 'Remove the invisible characters.');

/** One line of text, trimmed. `missing` is the sentence for an empty field. */
export const line = (missing: string, max: number) =>
  text(missing)
    .trim()
    .min(1, missing)
    .max(max, `Keep this to ${max} characters.`)
    .refine((value) => !LINE_BREAK.test(value), 'Keep this to one line.');

/** Several lines of text; may be empty. */
export const paragraphs = (max: number) =>
  text('Write this as text.').trim().max(max, `Keep this to ${max} characters.`);

/** One plain address: no quotes, comments or lists, so that a letter can only ever go to one place. Lower case. */
export const emailAddress = z
  .string({ error: 'Enter your e-mail address.' })
  .trim()
  .min(1, 'Enter your e-mail address.')
  .max(254, 'That address is too long.')
  .regex(
    /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/iu,
    'Enter an address like ada@example.org.',
  )
  .toLowerCase();

const ZONES = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);

/** Every zone this runtime knows, in the order of the alphabet. */
export const timeZones: readonly string[] = [...ZONES].toSorted();

export const timeZone = z
  .string({ error: 'Choose your time zone.' })
  .refine((zone) => ZONES.has(zone), 'Choose a time zone from the list.');
