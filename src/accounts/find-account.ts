import { showOwn } from '../gateway/release.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { sessionKey } from './session-store.ts';
import { findPerson, findSessionsOf } from './store.ts';

/** What a person sees of their own account: who they are with us, and where they are signed in. */
export async function findAccount({ db, clock }: Pick<Parts, 'db' | 'clock'>, id: PersonId, sid: string | undefined) {
  const person = await findPerson(db, id);
  if (person === null) throw notFound();

  const here = sid === undefined ? undefined : sessionKey(sid);
  const sessions = await findSessionsOf(db, id, clock());
  const own = {
    name: showOwn(person.name, id),
    email: showOwn(person.email, id),
    timeZone: showOwn(person.timeZone, id),
  };
  return { ...own, devices: sessions.map((each) => ({ ...each, isHere: each.id === here })) };
}
