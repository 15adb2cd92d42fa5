import { note } from '../audit/note.ts';
import { compute, showOwn } from '../gateway/release.ts';
import type { WritingParts } from '../letters/write-letter.ts';
import type { Tx } from '../platform/db.ts';
import { notFound, wrongField } from '../platform/errors.ts';
import { newSecret, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { type Cause, writeAddressChange } from './mails.ts';
import { linkHash } from './mint-link.ts';
import { deleteChange, findChange, replaceChange } from './profile-store.ts';
import { ADDRESS_CHANGE_MS } from './rules.ts';
import { findPerson, type Person } from './store.ts';
import { verifyPresentPassword } from './verify-present-password.ts';

/** Who asks, and from where the request came. */
type Asking = { id: PersonId; address: string; cause: Cause };
type Wish = { email: string; presentPassword: string };

/**
 * Asks for another address. Nothing changes until both mailboxes have agreed, within a day; an earlier wish is dropped.
 * The answer is the same whether or not the new address has an account; only its mailbox is told. Refuses a wrong
 * password beside its field, and `too-many` like signing in.
 */
export async function askForAddress(
  parts: WritingParts,
  { id, address, cause }: Asking,
  { email, presentPassword }: Wish,
): Promise<void> {
  const { db, clock } = parts;
  const person = await findPerson(db, id);
  if (person === null) throw notFound();

  await verifyPresentPassword(parts, person, { password: presentPassword, address, field: 'presentPassword' });
  if (compute('run-service', person.email, (present) => present === email))
    throw wrongField('email', 'This is your address already.');

  const createdAt = clock();
  const expiresAt = new Date(createdAt.getTime() + ADDRESS_CHANGE_MS);
  await db.transaction(async (tx) => {
    await replaceChange(tx, { personId: id, email, ...unsentLinks(), createdAt, expiresAt });
    await note(tx, { at: createdAt, event: 'account.address-change-asked', about: id, by: id });
    await writeLettersTo(parts, tx, person, cause);
  });
}

/** Nobody has these links: each takes its true one with the letter that brings it. */
const unsentLinks = () => ({ oldHash: linkHash(newSecret()), newHash: linkHash(newSecret()) });

/** Sends the letters once more, to each mailbox that has not agreed yet. The links before open nothing any more. */
export async function sendAddressLettersAgain(parts: WritingParts, id: PersonId, cause: Cause): Promise<void> {
  await parts.db.transaction(async (tx) => {
    const person = await findPerson(tx, id);
    if (person !== null) await writeLettersTo(parts, tx, person, cause);
  });
}

async function writeLettersTo(parts: WritingParts, tx: Tx, person: Person, cause: Cause): Promise<void> {
  const { version } = await livePolicy(parts);
  const change = await findChange(tx, person.id, { version, at: parts.clock() });
  if (change !== undefined) await writeAddressChange(parts, tx, { person, change, cause });
}

/** Drops the wish. Its links open nothing any more. Doing it twice is no mistake. */
export async function dropAddressChange({ db, clock }: Pick<Parts, 'db' | 'clock'>, id: PersonId): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await deleteChange(tx, id))) return;
    await note(tx, { at: clock(), event: 'account.address-change-dropped', about: id, by: id });
  });
}

/** The wish that waits, as its person may see it; nothing where there is none, or its day is over. */
export async function findAddressChange(parts: Pick<Parts, 'db' | 'clock'>, id: PersonId) {
  const { version } = await livePolicy(parts);
  const change = await findChange(parts.db, id, { version, at: parts.clock() });
  if (change === undefined) return undefined;

  const { email, oldConfirmedAt, newConfirmedAt, expiresAt } = change;
  return {
    email: showOwn(email, id),
    oldAgrees: oldConfirmedAt !== null,
    newAgrees: newConfirmedAt !== null,
    expiresAt,
  };
}
