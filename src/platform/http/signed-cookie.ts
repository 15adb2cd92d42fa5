import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secrets } from '../secrets.ts';

type Keys = { secrets: Pick<Secrets, 'session'> };

/**
 * What a cookie of this name holds so that we know it again as ours. It can be read by whoever has it; it cannot be changed,
 * and a value made for one name is worth nothing under another.
 */
export const signed = (parts: Keys, name: string, text: string): string =>
  `${text}.${signature(parts, name, text).toString('base64url')}`;

/** The text of a cookie that we signed under this name; `undefined` for anything else. */
export function readSigned(parts: Keys, name: string, value: string | undefined): string | undefined {
  if (value === undefined || value.length > LONGEST) return undefined;

  const end = value.lastIndexOf('.');
  const text = value.slice(0, Math.max(0, end));
  return isSame(signature(parts, name, text), value.slice(end + 1)) ? text : undefined;
}

/** Browsers keep no cookie that is longer. */
const LONGEST = 4096;

/** Each name has a key of its own, so that no signature of ours elsewhere can pass for one of these. */
function signature({ secrets }: Keys, name: string, text: string): Buffer {
  const key = createHmac('sha256', secrets.session).update(`cookie ${name}`).digest();
  return createHmac('sha256', key).update(text).digest();
}

function isSame(expected: Buffer, given: string): boolean {
  const known = Buffer.from(expected.toString('base64url'));
  const claimed = Buffer.from(given);
  return known.length === claimed.length && timingSafeEqual(known, claimed);
}
