import type { Parts } from '../platform/parts.ts';
import type { OutboxFilter } from './outbox-rows.ts';
import { countOutbox, outboxRows } from './outbox-store.ts';

const SHOWN = 50;

/** The newest fifty letters that fit, before `before` where one is given, and how many there are in each state. */
export async function findOutbox({ db }: Pick<Parts, 'db'>, filter: OutboxFilter, before?: bigint) {
  const [counts, rows] = await Promise.all([countOutbox(db), outboxRows(db, { ...filter, before, take: SHOWN + 1 })]);
  return { counts, rows: rows.slice(0, SHOWN), isMore: rows.length > SHOWN };
}
