import type { Parts } from '../platform/parts.ts';
import { deleteExpiredChanges } from './profile-store.ts';
import { deleteExpired } from './store.ts';

/** Links stay a week after their end, so that a late click can be told from a wrong one when somebody asks. */
const LINKS_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** Removes sessions that ended, links past their use, new addresses that nobody agreed to in time, and counts of tries that no longer matter. */
export async function clearExpired({ db, clock, log }: Pick<Parts, 'db' | 'clock' | 'log'>): Promise<void> {
  const now = clock();
  const sessions = await deleteExpired(db, now, new Date(now.getTime() - LINKS_KEPT_MS));
  const addresses = await deleteExpiredChanges(db, now);
  log.info('sessions.purged', { sessions, addresses });
}
