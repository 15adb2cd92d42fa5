import type { Parts } from '../platform/parts.ts';
import { deleteReportsOf } from './store.ts';

/** Shorter than other messages to us: once a link is settled, nobody needs what was said of it for long. */
export const REPORT_DAYS = 365;
const DAY_MS = 24 * 60 * 60_000;

/** Forgets reports after a year. Running twice does nothing more. */
export async function clearReports({ db, clock, log }: Pick<Parts, 'db' | 'clock' | 'log'>): Promise<void> {
  const reportedBy = new Date(clock().getTime() - REPORT_DAYS * DAY_MS);
  log.info('offers.reports-cleared', { reports: await deleteReportsOf(db, reportedBy) });
}
