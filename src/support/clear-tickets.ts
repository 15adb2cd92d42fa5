import type { Parts } from '../platform/parts.ts';
import { retention } from '../policy/retention.ts';
import { deleteTicketsOf } from './store.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Forgets questions two years after anything last happened with them. Running twice does nothing more. */
export async function clearTickets({ db, clock, log }: Pick<Parts, 'db' | 'clock' | 'log'>): Promise<void> {
  const changedBy = new Date(clock().getTime() - Number(retention.message.days) * DAY_MS);
  log.info('support.tickets-cleared', await deleteTicketsOf(db, changedBy));
}
