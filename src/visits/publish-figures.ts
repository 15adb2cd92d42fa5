import type { Parts } from '../platform/parts.ts';
import { combinationOf } from '../policy/catalogue.ts';
import { livePolicy } from '../policy/policy.ts';
import { figuresOf } from './cuts.ts';
import { dayBefore, dayOf, hourOf } from './rules.ts';
import { groupsOn, insertFigures, isPublished, lockFigures } from './store.ts';

/** Pages that were sent before midnight are counted by then, also by a process that is slow. */
const EARLIEST_HOUR = 1;

/**
 * Publishes what may be told of the day before (PP-10.2): once, from one in the morning on, in the cuts of record 032. A day
 * that nobody published in time stays untold. Does nothing where the policy in force does not allow it.
 */
export async function publishFigures(parts: Pick<Parts, 'db' | 'clock'>): Promise<void> {
  const now = parts.clock();
  const { allowed } = await livePolicy(parts);
  if (hourOf(now) < EARLIEST_HOUR || !allowed.has(combinationOf('publish-figures', 'visit_aggregate'))) return;

  const day = dayBefore(dayOf(now));
  await parts.db.transaction(async (tx) => {
    await lockFigures(tx);
    if (!(await isPublished(tx, day))) await insertFigures(tx, day, figuresOf(await groupsOn(tx, day)), now);
  });
}
