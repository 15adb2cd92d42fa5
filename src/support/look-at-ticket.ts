import { personWith } from '../accounts/find-person.ts';
import { look } from '../gateway/release.ts';
import type { Tx } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { countMessages, holdTicket, messagesOf, type Ticket } from './store.ts';

type LookParts = Pick<Parts, 'db' | 'clock'>;

/**
 * A question as staff see it: what was asked and, of the asker's account, what helps to answer; while it is open, and of
 * nobody else. Each look is written down and shown to whoever asked. `open` is missing once it is closed: then nothing of
 * them is shown any more (PP-03.3). Refuses with `not-found`.
 */
export async function lookAtTicket(parts: LookParts, { id, by }: { id: string; by: PersonId }) {
  return parts.db.transaction(async (tx) => {
    const ticket = await holdTicket(tx, id);
    if (ticket === undefined) throw notFound();
    const { topic, createdAt, changedAt, closedAt } = ticket;
    return {
      ...{ id, topic, createdAt, changedAt, closedAt },
      messageCount: await countMessages(tx, id),
      open: closedAt === null ? await opened(parts, tx, ticket, by) : undefined,
    };
  });
}

async function opened(parts: LookParts, tx: Tx, ticket: Ticket, by: PersonId) {
  const messages = await messagesOf(tx, ticket);
  const account = ticket.personId === null ? undefined : await personWith(tx, ticket.personId);
  const words = messages.map(({ text }) => text);
  const values = account === undefined ? words : [...words, account.name, account.email];
  // One look for everything on the page, so that whoever asked reads of it once.
  const seen = await look(parts, tx, values, { by, view: '/admin/tickets/:id', ticketId: ticket.id });
  return {
    messages: messages.map(({ isOurs, at }, place) => ({ isOurs, at, text: seen[place] })),
    isTold: ticket.email !== null || ticket.tellsAccount,
    account: account && {
      ...{ name: seen[messages.length], email: seen[messages.length + 1] },
      ...{ createdAt: account.createdAt, confirmedAt: account.confirmedAt, suspendedAt: account.suspendedAt },
    },
  };
}
