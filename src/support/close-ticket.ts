import { note } from '../audit/note.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { holdTicket, setClosed } from './store.ts';

type Closing = { id: string; by: PersonId | 'asker' };

/** Closes a question: from then on staff see nothing of whoever asked (PP-03.3). Closing twice changes nothing. */
export async function closeTicket({ db, clock }: Pick<Parts, 'db' | 'clock'>, { id, by }: Closing): Promise<void> {
  const at = clock();
  await db.transaction(async (tx) => {
    const ticket = await holdTicket(tx, id);
    if (ticket === undefined) throw notFound();
    if (ticket.closedAt !== null) return;
    await setClosed(tx, id, { closedAt: at, at });
    await note(tx, { at, event: 'ticket.closed', ...(by !== 'asker' && { by }), facts: { ticket: id } });
  });
}
