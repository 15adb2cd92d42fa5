import { note } from '../audit/note.ts';
import { acknowledge } from '../consent/decide.ts';
import type { WritingParts } from '../letters/write-letter.ts';
import { Refusal, wrongField } from '../platform/errors.ts';
import { newId, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy, type Policy } from '../policy/policy.ts';
import { hashPassword } from './hash-password.ts';
import { type Cause, writeAlreadyRegistered, writeConfirmAddress } from './mails.ts';
import { passwordProblem } from './rules.ts';
import type { RegistrationForm } from './schema.ts';
import { findPersonByEmail, insertPerson } from './store.ts';

/** That the age question was passed, and when. Nothing else is known of it (PP-13.2). */
export type AgePassed = { agePassedAt: Date };

/**
 * Opens an account under the policy version that was shown (PP-01.1). The person, the acknowledgement, the note and the
 * letter stand or fall together. An address that has an account already gets another letter and nothing else changes; the
 * caller cannot tell the two apart, by answer or by time. Refuses a form that showed a policy no longer in force, and weak passwords.
 */
export async function register(
  parts: WritingParts,
  form: RegistrationForm,
  { agePassedAt, cause }: AgePassed & { cause: Cause },
): Promise<void> {
  const { db, clock, config } = parts;
  const { version, bodySha256 } = await mustShowLivePolicy(parts, form.policyVersion);
  const problem = passwordProblem(form.password, { ...form, siteName: config.SITE_NAME });
  if (problem !== undefined) throw wrongField('password', problem);

  const passwordHash = await hashPassword(form.password);
  const at = clock();
  const person = personFrom(form, passwordHash, at, { agePassedAt });

  await db.transaction(async (tx) => {
    const isNew = await insertPerson(tx, person);
    const owner = await findPersonByEmail(tx, form.email);
    if (owner === null) throw new Refusal('unavailable');

    if (isNew) await acknowledge(parts, tx, { subject: owner.id, version, surface: 'registration', shown: bodySha256 });
    await note(tx, { at, event: isNew ? 'account.opened' : 'account.asked-for-again', about: owner.id });
    const write = isNew ? writeConfirmAddress : writeAlreadyRegistered;
    await write(parts, tx, owner, cause);
  });
}

/** What somebody accepts is the text they could read, so an older form is shown again with the new notice. */
async function mustShowLivePolicy(parts: Pick<Parts, 'db' | 'clock'>, shown: number): Promise<Policy> {
  const policy = await livePolicy(parts);
  if (shown !== policy.version)
    throw wrongField(
      'policyVersion',
      'Our privacy policy has changed since you opened this page. The new version is named above the button.',
    );
  return policy;
}

const personFrom = (
  { name, email, howHeard, timeZone, policyVersion }: RegistrationForm,
  passwordHash: string,
  at: Date,
  { agePassedAt }: AgePassed,
) => ({
  id: newId<PersonId>(),
  name,
  email,
  howHeard,
  timeZone,
  passwordHash,
  policyVersionId: policyVersion,
  agePassedAt,
  confirmedAt: null,
  createdAt: at,
});
