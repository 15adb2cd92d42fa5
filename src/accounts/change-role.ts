import { note } from '../audit/note.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { isLastOf } from './rules.ts';
import { findPerson, lockAdmins, type Role, setRole } from './store.ts';

type Change = { personId: PersonId; role: Role; by: PersonId };

/** Gives somebody another role, from their next request on. There is always an admin left. */
export async function changeRole(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  { personId, role, by }: Change,
): Promise<void> {
  await db.transaction(async (tx) => {
    const admins = await lockAdmins(tx);
    const person = await findPerson(tx, personId);
    if (person === null) throw notFound();
    if (person.role === role) return;

    if (isLastOf(admins, personId))
      throw new Refusal('wrong-state', { sentence: 'This is the only admin. Make somebody else an admin first.' });
    if (person.confirmedAt === null)
      throw new Refusal('wrong-state', {
        sentence: 'Their address is not confirmed yet, so we do not know who this is.',
      });

    await setRole(tx, personId, role);
    await note(tx, {
      at: clock(),
      event: 'account.role-changed',
      about: personId,
      by,
      facts: { from: person.role, to: role },
    });
  });
}
