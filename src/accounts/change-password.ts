import { note } from '../audit/note.ts';
import type { WritingParts } from '../letters/write-letter.ts';
import { notFound, wrongField } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import { hashPassword } from './hash-password.ts';
import { type Cause, writePasswordChanged } from './mails.ts';
import { sessionKey } from './session-store.ts';
import { deleteSessionsOf, findPerson, setPassword } from './store.ts';
import { passwordProblemFor } from './suit-password.ts';
import { verifyPresentPassword } from './verify-present-password.ts';

/** Who changes it, from where, and in which browser, which stays signed in. */
type Changing = { id: PersonId; address: string; sid: string | undefined; cause: Cause };

/** Sets a new password for somebody who knows the present one, and signs their other browsers out. */
export async function changePassword(
  parts: WritingParts,
  { id, address, sid, cause }: Changing,
  { present, password }: { present: string; password: string },
): Promise<void> {
  const { db, clock, config } = parts;
  const person = await findPerson(db, id);
  if (person === null) throw notFound();

  await verifyPresentPassword(parts, person, { password: present, address, field: 'present' });
  const problem = passwordProblemFor(person, password, config.SITE_NAME);
  if (problem !== undefined) throw wrongField('password', problem);

  const passwordHash = await hashPassword(password);
  const at = clock();
  await db.transaction(async (tx) => {
    await setPassword(tx, id, passwordHash);
    const sessions = await deleteSessionsOf(tx, id, sid === undefined ? undefined : sessionKey(sid));
    await note(tx, { at, event: 'account.password-changed', about: id, by: id, facts: { sessions } });
    await writePasswordChanged(parts, tx, person, cause);
  });
}
