/** What the age question asks for: a month (1 is January) and a year. */
export type MonthOfBirth = { month: number; year: number };

/** What a browser remembers of the question: that it was passed, and when; or that it was not. Never the answer. */
export type AgeMark = { passedAt: Date } | 'not-passed';

const YEARS = 13;
/** The place on earth where a day begins last is twelve hours behind UTC. */
const LAST_ZONE_HOURS = 12;

/**
 * Whether whoever was born in this month is thirteen by now, on whichever day of it and wherever on earth (PP-13.2). So it
 * turns true when the month of the thirteenth birthday is over everywhere.
 */
export function isOldEnough({ month, year }: MonthOfBirth, now: Date): boolean {
  // Date.UTC counts months from 0, so `month` is the one after.
  return now.getTime() >= Date.UTC(year + YEARS, month, 1, LAST_ZONE_HOURS);
}

/** Nobody is older than this. A year before is a slip of the finger. */
const OLDEST = 125;

/** What is wrong with a month of birth, as a sentence for the person; nothing when somebody can have been born in it. */
export function slipIn({ month, year }: MonthOfBirth, now: Date): string | undefined {
  if (Date.UTC(year, month - 1, 1) > now.getTime() + LAST_ZONE_HOURS * 3_600_000)
    return 'This is still to come. Check it.';
  else if (year < now.getUTCFullYear() - OLDEST) return 'Check the year.';
  else return undefined;
}
