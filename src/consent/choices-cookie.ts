import type { SetCookie, Visit } from '../platform/http/route.ts';
import type { Choices } from './rules.ts';

const NAME = 'choices';
const A_YEAR_SECONDS = 365 * 24 * 60 * 60;
const FORM = /^ads-(on|off)\.statistics-(on|off)$/;

const NOTHING_REFUSED: Choices = { ads: 'on', statistics: 'on' };

/** What somebody chose in this browser, signed in or not. It says nothing of who they are; anything else in it is ignored. */
export function choicesIn({ [NAME]: cookie = '' }: Record<string, string | undefined>): Choices {
  const [, ads, statistics] = FORM.exec(cookie) ?? [];
  return ads === undefined || statistics === undefined ? NOTHING_REFUSED : ({ ads, statistics } as Choices);
}

/** Keeps the choices for a year from each visit on; where nothing is refused there is nothing to keep (PP-02.6). */
export const choicesCookie = ({ ads, statistics }: Choices): SetCookie => ({
  name: NAME,
  value: `ads-${ads}.statistics-${statistics}`,
  path: '/',
  maxAgeSeconds: ads === 'on' && statistics === 'on' ? 0 : A_YEAR_SECONDS,
});

/** The cookie once more with each page, for those who refuse something: it does not run out while they come (PP-02.6). */
export function renewedChoices({ cookies }: Pick<Visit, 'cookies'>): SetCookie[] {
  const choices = choicesIn(cookies);
  return choices.ads === 'off' || choices.statistics === 'off' ? [choicesCookie(choices)] : [];
}
