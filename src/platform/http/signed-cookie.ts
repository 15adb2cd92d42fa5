import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
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

const signature = ({ secrets }: Keys, name: string, text: string): Buffer =>
  createHmac('sha256', keyFor(secrets, name)).update(text).digest();

/** Made once for each name: every page reads a cookie or two. */
const keys = new WeakMap<Keys['secrets'], Map<string, KeyObject>>();

/** Each name has a key of its own, so that no signature of ours elsewhere can pass for one of these. */
function keyFor(secrets: Keys['secrets'], name: string): KeyObject {
  const known = keys.get(secrets) ?? new Map<string, KeyObject>();
  keys.set(secrets, known);

  const key =
    known.get(name) ?? createSecretKey(createHmac('sha256', secrets.session).update(`cookie ${name}`).digest());
  known.set(name, key);
  return key;
}

function isSame(expected: Buffer, given: string): boolean {
  const known = Buffer.from(expected.toString('base64url'));
  const claimed = Buffer.from(given);
  return known.length === claimed.length && timingSafeEqual(known, claimed);
}
