import { note } from '../audit/note.ts';
import type { Tx } from '../platform/db.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { setSuspended } from './profile-store.ts';
import { isLastOf } from './rules.ts';
import { findPerson, lockAdmins, type Person } from './store.ts';

type SuspendParts = Pick<Parts, 'db' | 'clock'>;
type Who = { personId: PersonId; by: PersonId };

/**
 * Keeps somebody from webinars and rooms, from their next request on and within two seconds in rooms. My Profile, the
 * privacy pages, withdrawing and signing out stay theirs (PP-12.3). Nobody suspends themselves, and an admin is left.
 */
export async function suspend({ db, clock }: SuspendParts, { personId, by }: Who): Promise<void> {
  await db.transaction(async (tx) => {
    const admins = await lockAdmins(tx);
    const person = await known(tx, personId);
    if (person.suspendedAt !== null) return;

    if (isLastOf(admins, personId))
      throw new Refusal('wrong-state', { sentence: 'This is the only admin. Make somebody else an admin first.' });
    if (personId === by)
      throw new Refusal('wrong-state', { sentence: 'This is your own account. Another admin can suspend it.' });

    const at = clock();
    await setSuspended(tx, personId, at);
    await note(tx, { at, event: 'account.suspended', about: personId, by });
  });
}

/** Gives somebody everything back, from their next request on. */
export async function reinstate({ db, clock }: SuspendParts, { personId, by }: Who): Promise<void> {
  await db.transaction(async (tx) => {
    const person = await known(tx, personId);
    if (person.suspendedAt === null) return;

    await setSuspended(tx, personId, null);
    await note(tx, { at: clock(), event: 'account.reinstated', about: personId, by });
  });
}

async function known(tx: Tx, id: PersonId): Promise<Person> {
  const person = await findPerson(tx, id);
  if (person === null) throw notFound();
  return person;
}
