import { showOwn } from '../gateway/release.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { answersOf } from './profile-store.ts';
import { sessionKey } from './session-store.ts';
import { findPerson, findSessionsOf } from './store.ts';

/** What we hold about a person with their account, for their own eyes, and where they are signed in (PP-12.3). */
export async function findProfile({ db, clock }: Pick<Parts, 'db' | 'clock'>, id: PersonId, sid: string | undefined) {
  const person = await findPerson(db, id);
  if (person === null) throw notFound();

  const { name, howHeard, email, address, zip, phone, timeZone, theme } = person;
  const details = { name, howHeard, email, address, zip, phone, timeZone, theme, ...(await answersOf(db, id)) };
  const here = sid === undefined ? undefined : sessionKey(sid);
  const sessions = await findSessionsOf(db, id, clock());
  return {
    /** By the name of the field in which each is changed; what is optional and was not given is not there. */
    own: Object.fromEntries(
      Object.entries(details).flatMap(([field, value]) => (value === null ? [] : [[field, showOwn(value, id)]])),
    ),
    devices: sessions.map(({ id: key, createdAt, seenAt }) => ({ createdAt, seenAt, isHere: key === here })),
    createdAt: person.createdAt,
    isSuspended: person.suspendedAt !== null,
  };
}
