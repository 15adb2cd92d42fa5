import { randomBytes } from 'node:crypto';
import type { Route, SetCookie, Visit } from '../platform/http/route.ts';
import { readSigned, signed } from '../platform/http/signed-cookie.ts';
import type { Parts } from '../platform/parts.ts';
import { refusalsHere } from './find-refusals.ts';

const NAME = 'vid';
const A_DAY_MS = 24 * 60 * 60 * 1000;

type CookieParts = Pick<Parts, 'secrets' | 'clock'>;
type Visitor = Pick<Visit, 'person' | 'signals' | 'cookies'>;

/**
 * The cookie that tells a visitor's browser from the others until the day ends in UTC (PP-07.2): random, so that nothing links
 * two days, and kept nowhere on our side. Only on pages that say so, and never for somebody who refuses statistics or is
 * signed in; they lose the one they have.
 */
export function visitorCookies(parts: CookieParts, visitor: Visitor, { counted }: Pick<Route, 'counted'>): SetCookie[] {
  const held = visitor.cookies[NAME];
  if (visitor.person !== undefined || refusalsHere(visitor).statistics) {
    return held === undefined ? [] : [{ name: NAME, value: '', path: '/', maxAgeSeconds: 0 }];
  } else {
    return counted !== true || isOfToday(parts, held) ? [] : [ofToday(parts)];
  }
}

/**
 * What tells this browser apart today: from the cookie that it sent, or that its page brings. Nothing for whoever is not to be
 * told apart, and for a cookie that we did not sign.
 */
export function visitorIn(parts: CookieParts, visitor: Visitor, given: readonly SetCookie[]): string | undefined {
  if (visitor.person !== undefined || refusalsHere(visitor).statistics) return undefined;

  const value = given.find(({ name }) => name === NAME)?.value ?? visitor.cookies[NAME];
  return isOfToday(parts, value) ? readSigned(parts, NAME, value) : undefined;
}

const isOfToday = (parts: CookieParts, held: string | undefined): boolean =>
  readSigned(parts, NAME, held)?.startsWith(`${dayOf(parts.clock())}.`) ?? false;

function ofToday(parts: CookieParts): SetCookie {
  const now = parts.clock();
  const value = signed(parts, NAME, `${dayOf(now)}.${randomBytes(16).toString('base64url')}`);
  return { name: NAME, value, path: '/', maxAgeSeconds: Math.ceil((A_DAY_MS - (now.getTime() % A_DAY_MS)) / 1000) };
}

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);
