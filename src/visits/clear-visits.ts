import type { Parts } from '../platform/parts.ts';
import { dayBefore, dayOf, FACTS_DAYS, isSaltDue } from './rules.ts';
import { deleteFactsBefore, deleteSalts, saltDays } from './store.ts';

/**
 * Destroys salts before 48 hours have passed since their day began, and clears what was counted under them after 30 days
 * (PP-07.3). From the first on nobody can tell whose a pseudonym was, ourselves included.
 */
export async function clearVisits({ db, clock }: Pick<Parts, 'db' | 'clock'>): Promise<void> {
  const now = clock();
  const due = (await saltDays(db)).filter((day) => isSaltDue(day, now));
  await deleteSalts(db, due);
  await deleteFactsBefore(db, dayBefore(dayOf(now), FACTS_DAYS - 1));
}
