import type { Tx } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import { countBeyond, findPerson, findPersonByEmail, type Person } from './store.ts';

export type { Person } from './store.ts';

/** Somebody with an account, everything personal sealed. Refuses with `not-found`. */
export async function personWith(tx: Tx, id: PersonId): Promise<Person> {
  const person = await findPerson(tx, id);
  if (person === null) throw notFound();
  return person;
}

/** Whoever has an account with this address, or nobody. The address is asked for and never told. */
export const personWithAddress = (tx: Tx, email: string): Promise<Person | null> => findPersonByEmail(tx, email);

/** How many people have an account with another address than these. */
export const peopleBeyond = (tx: Tx, emails: string[]): Promise<number> => countBeyond(tx, emails);
