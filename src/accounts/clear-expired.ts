import type { Parts } from '../platform/parts.ts';
import { retention } from '../policy/retention.ts';
import { deleteExpiredChanges } from './profile-store.ts';
import { deleteExpired, forgetHowHeard } from './store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Links stay a week after their end, so that a late click can be told from a wrong one when somebody asks. */
const LINKS_KEPT_MS = 7 * DAY_MS;

/**
 * Removes sessions that ended, links past their use, new addresses that nobody agreed to in time, and counts of tries that
 * no longer matter. Forgets how people heard of us two years after they registered: from then on only how many is known (PP-03.2).
 */
export async function clearExpired({ db, clock, log }: Pick<Parts, 'db' | 'clock' | 'log'>): Promise<void> {
  const now = clock();
  const sessions = await deleteExpired(db, now, new Date(now.getTime() - LINKS_KEPT_MS));
  const addresses = await deleteExpiredChanges(db, now);
  const forgotten = await forgetHowHeard(db, new Date(now.getTime() - Number(retention.how_heard.days) * DAY_MS));
  log.info('sessions.purged', { sessions, addresses, forgotten });
}
