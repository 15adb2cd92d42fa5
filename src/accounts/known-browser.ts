import type { SetCookie } from '../platform/http/route.ts';
import { readSigned, signed } from '../platform/http/signed-cookie.ts';
import type { Parts } from '../platform/parts.ts';
import { hashedForCounting } from './count-tries.ts';

const NAME = 'known';
/** Longer than most people stay away. One that has gone costs nothing but the turns of a stranger who guesses just then. */
const STAYS_SECONDS = 180 * 24 * 60 * 60;

type KnownParts = Pick<Parts, 'secrets'>;

/**
 * Tells that somebody has signed in to this account from this browser, so that their tries are counted apart from those of
 * strangers. It names the account by a keyed hash, opens nothing, and is the same in all browsers of one person.
 */
export const knownCookie = (parts: KnownParts, email: string): SetCookie => ({
  name: NAME,
  value: signed(parts, NAME, hashedForCounting(parts, NAME, email)),
  path: '/sign-in',
  maxAgeSeconds: STAYS_SECONDS,
});

/** Whether somebody has signed in to the account of this address from the browser that brings these cookies. */
export const isKnownTo = (
  parts: KnownParts,
  email: string,
  { [NAME]: cookie }: Record<string, string | undefined>,
): boolean => readSigned(parts, NAME, cookie) === hashedForCounting(parts, NAME, email);
