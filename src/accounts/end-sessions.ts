import { note } from '../audit/note.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { deleteSessionsOf } from './store.ts';

/** Signs the person out everywhere, this browser included. Each finds out with its next request. */
export async function endSessions({ db, clock }: Pick<Parts, 'db' | 'clock'>, person: { id: PersonId }): Promise<void> {
  await db.transaction(async (tx) => {
    const sessions = await deleteSessionsOf(tx, person.id);
    await note(tx, {
      at: clock(),
      event: 'account.signed-out-everywhere',
      about: person.id,
      by: person.id,
      facts: { sessions },
    });
  });
}
