import { note } from '../audit/note.ts';
import { acknowledge } from '../consent/decide.ts';
import { Refusal, wrongField } from '../platform/errors.ts';
import { newId, newSecret, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { hashPassword } from './hash-password.ts';
import { linkHash } from './mint-link.ts';
import type { AgePassed } from './register.ts';
import { passwordProblem } from './rules.ts';
import type { FirstAdminForm } from './schema.ts';
import * as store from './store.ts';

type FirstParts = Pick<Parts, 'db' | 'clock' | 'config'>;

/** The address at which whoever can read the start's output becomes the first admin; nothing when there is one already. */
export async function firstAdminLink({ db, clock, config }: FirstParts): Promise<string | undefined> {
  return db.transaction(async (tx) => {
    if ((await store.countAdmins(tx)) > 0) return undefined;

    const token = newSecret();
    await store.replaceFirstAdminLink(tx, linkHash(token), clock());
    return `${config.BASE_URL}/first-admin/${token}`;
  });
}

/** Whether this is the newest link and there is no admin yet. */
export async function firstAdminIsWanted({ db }: Pick<Parts, 'db'>, token: string): Promise<boolean> {
  return (await store.firstAdminLinkIsOpen(db, linkHash(token))) && (await store.countAdmins(db)) === 0;
}

/** Opens the first admin's account. Who reads the server's output needs no letter, so the address counts as confirmed. */
export async function makeFirstAdmin(
  parts: FirstParts,
  token: string,
  form: FirstAdminForm,
  { agePassedAt }: AgePassed,
): Promise<void> {
  const { db, clock, config } = parts;
  if (!(await firstAdminIsWanted(parts, token))) throw new Refusal('link-spent');
  const problem = passwordProblem(form.password, { ...form, siteName: config.SITE_NAME });
  if (problem !== undefined) throw wrongField('password', problem);

  const { password, ...rest } = form;
  const passwordHash = await hashPassword(password);
  const { version, bodySha256 } = await livePolicy(parts);
  const at = clock();
  const id = newId<PersonId>();
  const admin = {
    id,
    ...rest,
    passwordHash,
    role: 'admin',
    policyVersionId: version,
    agePassedAt,
    confirmedAt: at,
    createdAt: at,
  } as const;

  await db.transaction(async (tx) => {
    // Spending locks the one row, so of two forms sent at once the second finds an admin.
    const isFirst = (await store.spendFirstAdminLink(tx, linkHash(token), at)) && (await store.countAdmins(tx)) === 0;
    if (!isFirst) throw new Refusal('link-spent');
    if (!(await store.insertPerson(tx, admin)))
      throw wrongField('email', 'This address has an account already. Use another one.');
    await acknowledge(parts, tx, { subject: id, version, surface: 'registration', shown: bodySha256 });
    await note(tx, { at, event: 'account.first-admin', about: id, by: id });
  });
}
