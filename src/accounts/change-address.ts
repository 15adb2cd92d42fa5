import { note } from '../audit/note.ts';
import { compute, showOwn } from '../gateway/release.ts';
import { notFound, wrongField } from '../platform/errors.ts';
import { newSecret, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { addressChangeLettersLater } from './mails.ts';
import { linkHash } from './mint-link.ts';
import { deleteChange, findChange, replaceChange } from './profile-store.ts';
import { ADDRESS_CHANGE_MS } from './rules.ts';
import { findPerson } from './store.ts';
import { verifyPresentPassword } from './verify-present-password.ts';

/** Who asks, and from where the request came. */
type Asking = { id: PersonId; address: string };
type Wish = { email: string; presentPassword: string };

/**
 * Asks for another address. Nothing changes until both mailboxes have agreed, within a day; an earlier wish is dropped.
 * The answer is the same whether or not the new address has an account; only its mailbox is told. Refuses a wrong
 * password beside its field, and `too-many` like signing in.
 */
export async function askForAddress(
  parts: Pick<Parts, 'db' | 'clock' | 'jobs' | 'secrets'>,
  { id, address }: Asking,
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
    await addressChangeLettersLater(parts, tx, { id });
  });
}

/** Nobody has these links: the jobs make those that are sent, so that the queue never holds a secret. */
const unsentLinks = () => ({ oldHash: linkHash(newSecret()), newHash: linkHash(newSecret()) });

/** Sends the letters once more, to each mailbox that has not agreed yet. The links before open nothing any more. */
export async function sendAddressLettersAgain(parts: Pick<Parts, 'db' | 'jobs'>, id: PersonId): Promise<void> {
  await parts.db.transaction((tx) => addressChangeLettersLater(parts, tx, { id }));
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
