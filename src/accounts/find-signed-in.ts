import { showOwn } from '../gateway/release.ts';
import type { SignedIn } from '../platform/http/route.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { findPerson } from './store.ts';

/** Who a session belongs to, as they are now: a new name or role counts from the next request on. */
export async function signedIn({ db }: Pick<Parts, 'db'>, id: PersonId): Promise<SignedIn | undefined> {
  const person = await findPerson(db, id);
  if (person === null || person.confirmedAt === null) return undefined;

  const { role } = person;
  return {
    id,
    name: showOwn(person.name, id),
    role,
    timeZone: showOwn(person.timeZone, id),
    theme: showOwn(person.theme, id),
    isSuspended: person.suspendedAt !== null,
  };
}
