import { note } from '../audit/note.ts';
import type { WritingParts } from '../letters/write-letter.ts';
import { Refusal, wrongField } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import { hashPassword } from './hash-password.ts';
import * as links from './link-store.ts';
import { type Cause, writePasswordChanged, writeResetPassword } from './mails.ts';
import { linkHash } from './mint-link.ts';
import * as store from './store.ts';
import { passwordProblemFor } from './suit-password.ts';

/** Sends a link that chooses a new password. The same work and the same answer whether or not there is an account. */
export async function sendResetLink(parts: WritingParts, email: string, cause: Cause): Promise<void> {
  await parts.db.transaction(async (tx) => {
    const person = await store.findPersonByEmail(tx, email);
    await writeResetPassword(parts, tx, person, cause);
  });
}

/** Whether the link still works. Looking does not use it up. */
export async function resetIsOpen({ db, clock }: Pick<Parts, 'db' | 'clock'>, token: string): Promise<boolean> {
  return (await links.findOpenLink(db, linkHash(token), 'reset_password', clock())) !== undefined;
}

type Reset = { token: string; password: string; cause: Cause };

/**
 * Sets a new password, once for each link, and signs every browser out. The link went by mail, so using it confirms the
 * address too: whoever opened the account with somebody else's address is left with nothing.
 * Refuses with `link-spent` after its use or an hour, and weak passwords without using the link up.
 */
export async function resetPassword(parts: WritingParts, { token, password, cause }: Reset): Promise<void> {
  const { db, clock } = parts;
  await mustSuit(parts, { token, password });
  const passwordHash = await hashPassword(password);
  const at = clock();

  await db.transaction(async (tx) => {
    const person = await links.spendLink(tx, linkHash(token), 'reset_password', at);
    if (person === undefined) throw new Refusal('link-spent');

    await links.spendLinksOf(tx, person, 'reset_password', at);
    await store.setPassword(tx, person, passwordHash);
    await store.setConfirmed(tx, person, at);
    const sessions = await store.deleteSessionsOf(tx, person);
    await note(tx, { at, event: 'account.password-reset', about: person, by: person, facts: { sessions } });
    await writePasswordChanged(parts, tx, await store.findPerson(tx, person), cause);
  });
}

type Chosen = Omit<Reset, 'cause'>;

async function mustSuit({ db, clock, config }: Pick<Parts, 'db' | 'clock' | 'config'>, { token, password }: Chosen) {
  const id = await links.findOpenLink(db, linkHash(token), 'reset_password', clock());
  const person = id === undefined ? null : await store.findPerson(db, id);
  if (person === null) throw new Refusal('link-spent');

  const problem = passwordProblemFor(person, password, config.SITE_NAME);
  if (problem !== undefined) throw wrongField('password', problem);
}
