import type { SetCookie, Visit } from '../platform/http/route.ts';
import type { Refusable } from '../policy/signals.ts';
import { type Choices, switches } from './rules.ts';

/**
 * A cookie for each refusal, there or not. A page that is late may bring one back with its renewal, or set it from a tab that
 * stood open; it never takes another one away.
 */
const names: Record<Refusable, string> = { ads: 'no-ads', statistics: 'no-statistics' };
const REFUSED = 'yes';
const A_YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What somebody chose in this browser, signed in or not. It says nothing of who they are; anything else in it is ignored. */
export function choicesIn(cookies: Record<string, string | undefined>): Choices {
  const choice = (what: Refusable) => (cookies[names[what]] === REFUSED ? 'off' : 'on');
  return { ads: choice('ads'), statistics: choice('statistics') };
}

/** Keeps these choices for a year from each visit on; what is not refused any more needs no cookie (PP-02.6). */
export const choicesCookies = (choices: Partial<Choices>): SetCookie[] =>
  switches
    .filter((what) => choices[what] !== undefined)
    .map((what) => ({
      name: names[what],
      value: REFUSED,
      path: '/',
      maxAgeSeconds: choices[what] === 'off' ? A_YEAR_SECONDS : 0,
    }));

/** The same once more with each page, for those who refuse something: it does not run out while they come (PP-02.6). */
export const renewedChoices = ({ cookies }: Pick<Visit, 'cookies'>): SetCookie[] =>
  choicesCookies(refusedIn(choicesIn(cookies)));

/** Only what is refused. */
export const refusedIn = (choices: Choices): Partial<Choices> =>
  Object.fromEntries(Object.entries(choices).filter(([, choice]) => choice === 'off'));
