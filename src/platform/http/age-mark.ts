import type { Clock } from '../clock.ts';
import type { Secrets } from '../secrets.ts';
import type { AgeMark } from './age.ts';
import type { SetCookie } from './route.ts';
import { readSigned, signed } from './signed-cookie.ts';

export type MarkParts = { secrets: Pick<Secrets, 'session'>; clock: Clock };

export const AGE_COOKIE = 'age';

/**
 * How long a pass counts in a browser that is never closed. Higher: whoever comes to a shared computer next passes with it.
 * Lower: the same person is asked again on the same day.
 */
const PASS_MS = 24 * 60 * 60 * 1000;

/** The cookie for it. It goes when the browser is closed, and the one for `not-passed` is the same for everybody. */
export function markCookie(parts: Pick<MarkParts, 'secrets'>, mark: AgeMark): SetCookie {
  const said = mark === 'not-passed' ? mark : mark.passedAt.toISOString();
  return { name: AGE_COOKIE, value: signed(parts, AGE_COOKIE, said), path: '/' };
}

/** The mark that we signed; `undefined` for anything else and for a pass of another day (PP-13.2). */
export function readMark(parts: MarkParts, value: string | undefined): AgeMark | undefined {
  const said = readSigned(parts, AGE_COOKIE, value);
  if (said === undefined || said === 'not-passed') return said;

  const passedAt = new Date(said);
  return parts.clock().getTime() - passedAt.getTime() < PASS_MS ? { passedAt } : undefined;
}
