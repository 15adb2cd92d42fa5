import { note } from '../audit/note.ts';
import type { Parts } from '../platform/parts.ts';
import { ticketWith } from './find-ticket.ts';
import { clearAddress, deleteTicket } from './store.ts';

type Taking = Pick<Parts, 'db' | 'clock'>;

/** Deletes a question with all that was written, the answers included (PP-12.3). */
export async function takeTicketBack(parts: Taking, token: string): Promise<void> {
  const { id } = await ticketWith(parts, token);
  await parts.db.transaction(async (tx) => {
    await deleteTicket(tx, id);
    await note(tx, { at: parts.clock(), event: 'ticket.taken-back', facts: { ticket: id } });
  });
}

/** No more letters because of this question, and the address that was left with it is gone. */
export async function takeAddressBack(parts: Taking, token: string): Promise<void> {
  const { id } = await ticketWith(parts, token);
  await clearAddress(parts.db, id);
}
