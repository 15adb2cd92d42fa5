import { linkSecret } from '../letters/blanks.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { letterKey } from './rules.ts';
import { findTickets, ticketsOf, type Wanted } from './store.ts';

const PER_PAGE = 50;

/**
 * One page of the questions for staff, and whether there are more. Nothing in it is about anybody, so it is no look: what
 * was asked stays closed until one of them is opened (PP-03.3).
 */
export async function listTickets({ db }: Pick<Parts, 'db'>, { page, ...wanted }: Wanted & { page: number }) {
  const rows = await findTickets(db, wanted, { skip: (page - 1) * PER_PAGE, take: PER_PAGE + 1 });
  return { tickets: rows.slice(0, PER_PAGE), hasMore: rows.length > PER_PAGE };
}

/** A person's own questions, each with the way to it, for their own eyes (PP-12.3). */
export async function listOwnTickets(parts: Pick<Parts, 'db' | 'secrets'>, personId: PersonId) {
  const tickets = await ticketsOf(parts.db, personId);
  return tickets.map(({ id, topic, createdAt, closedAt, isAnswered }) => ({
    ...{ topic, createdAt, isClosed: closedAt !== null, isAnswered },
    path: `/tickets/${linkSecret(parts, letterKey(id))}`,
  }));
}
