import { compute } from '../gateway/release.ts';
import { addressHash } from '../letters/address-hash.ts';
import { askForLetters } from '../letters/ask-for-letters.ts';
import { LINK, linkSecret } from '../letters/blanks.ts';
import { type Fate, type Writing, type WritingParts, writeLetter } from '../letters/write-letter.ts';
import type { Tx } from '../platform/db.ts';
import { newId, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal } from '../platform/personal.ts';
import { clearExpired } from './clear-expired.ts';
import { insertLink, type LinkPurpose } from './link-store.ts';
import { LINK_PAGES, lifeOf, linkHash } from './mint-link.ts';
import { type Change, type Mailbox, setChangeLink } from './profile-store.ts';
import { findPersonByEmail, type Person } from './store.ts';

/** What made us write: the visit that asked, or the house itself. */
export type Cause = Writing['cause'];

/** Whoever has the address that was typed. With nobody the same work is done and nothing leaves. */
type Reader = Person | null;

/** The link by which somebody shows that the address is theirs; nothing leaves to those who did that already. */
export async function writeConfirmAddress(parts: WritingParts, tx: Tx, reader: Reader, cause: Cause): Promise<void> {
  const waiting = reader?.confirmedAt === null ? reader : null;
  const letter = { template: 'confirm-address', title: 'Confirm your address', cause };
  await writeWithLink(parts, tx, waiting, { ...letter, purpose: 'confirm_address' });
}

/** The link by which somebody chooses a new password. */
export async function writeResetPassword(parts: WritingParts, tx: Tx, reader: Reader, cause: Cause): Promise<void> {
  const letter = { template: 'reset-password', title: 'Choose a new password', cause };
  const isWayIn = reader !== null && reader.confirmedAt !== null;
  await writeWithLink(parts, tx, reader, { ...letter, ...(isWayIn && WAY_IN), purpose: 'reset_password' });
}

const WAY_IN = { assured: 'way-in' } as const;

/** To somebody whose address was registered once more. */
export async function writeAlreadyRegistered(parts: WritingParts, tx: Tx, reader: Reader, cause: Cause): Promise<void> {
  const model = { isConfirmed: reader?.confirmedAt !== null, ...pagesOf(parts) };
  const letter = { template: 'already-registered', title: 'You already have an account', model };
  await write(parts, tx, { ...letter, to: toOf(reader), key: `already-registered:${newId()}`, cause });
}

/** Never held back: it is how somebody learns that it was not them. */
export async function writePasswordChanged(parts: WritingParts, tx: Tx, reader: Reader, cause: Cause): Promise<void> {
  const { forgotten } = pagesOf(parts);
  const letter = {
    template: 'password-changed',
    title: 'Your password was changed',
    model: { forgotten, why: whyOf(parts) },
  };
  const key = `password-changed:${newId()}`;
  await write(parts, tx, { ...letter, to: toOf(reader), key, cause, assured: 'security-notice' });
}

/** One letter to each of the two mailboxes that has not agreed yet. What was mailed there before opens nothing any more. */
export async function writeAddressChange(
  parts: WritingParts,
  tx: Tx,
  { person, change, cause }: { person: Person; change: Change; cause: Cause },
): Promise<void> {
  if (change.oldConfirmedAt === null) {
    const letter = { template: 'address-change', title: 'Agree to your new address', cause, assured: 'own' } as const;
    await writeWithChangeLink(parts, tx, { ...letter, id: person.id, to: person.email, mailbox: 'old' });
  }
  if (change.newConfirmedAt === null) await writeToNewAddress(parts, tx, change, cause);
}

/** Where the new address has an account already, its owner learns that somebody asked, and there is no link. */
async function writeToNewAddress(parts: WritingParts, tx: Tx, change: Change, cause: Cause): Promise<void> {
  const to = change.email;
  const owner = await compute('run-service', to, (email) => findPersonByEmail(tx, email));
  if (owner === null) {
    const letter = { template: 'new-address', title: 'Confirm your new address', cause };
    await writeWithChangeLink(parts, tx, { ...letter, id: change.personId, to, mailbox: 'new' });
  } else {
    const { signIn } = pagesOf(parts);
    const letter = { template: 'address-taken', title: 'Your address has an account already', model: { signIn } };
    await write(parts, tx, { ...letter, to, key: `address-taken:${newId()}`, cause });
  }
}

/** What the queue can ask of accounts. */
export const accountJobs = (parts: Parts) => ({ 'accounts.purge-sessions': () => clearExpired(parts) });

type Titled = Pick<Writing, 'template' | 'title' | 'cause' | 'assured'>;

/** Only the hash of the link is stored; its secret is filled in as the letter leaves. */
async function writeWithLink(
  parts: WritingParts,
  tx: Tx,
  reader: Reader,
  { purpose, ...letter }: Titled & { purpose: LinkPurpose },
): Promise<void> {
  const key = `${letter.template}:${newId()}`;
  const link = `${parts.config.BASE_URL}${LINK_PAGES[purpose]}/${LINK}`;
  await write(parts, tx, { ...letter, model: { link }, to: toOf(reader), key });

  const personId = reader?.id ?? newId<PersonId>();
  const hash = linkHash(linkSecret(parts, key));
  await insertLink(tx, { hash, personId, purpose, ...lifeOf(parts, purpose) });
  if (purpose === 'confirm_address' && reader !== null) {
    const mailbox = compute('run-service', reader.email, (email) => addressHash(parts, email));
    await askForLetters(parts, tx, {
      addressHash: mailbox,
      stream: 'account',
      tokenHash: hash,
      source: 'registration',
    });
  }
}

type ToMailbox = Titled & { id: PersonId; to: Personal<'email'>; mailbox: Mailbox };

/** A letter that is held back leaves the link that was mailed before as it is. */
async function writeWithChangeLink(parts: WritingParts, tx: Tx, { id, mailbox, ...letter }: ToMailbox): Promise<void> {
  const key = `${letter.template}:${newId()}`;
  const link = `${parts.config.BASE_URL}/address-change/${LINK}`;
  const fate = await write(parts, tx, { ...letter, model: { link }, key });
  if (fate === 'queued')
    await setChangeLink(tx, id, { mailbox, hash: linkHash(linkSecret(parts, key)), now: parts.clock() });
}

/**
 * Nothing that somebody typed stands in a letter to an address that is not confirmed: otherwise anybody could send their
 * words to anybody in our name.
 */
const write = (parts: WritingParts, tx: Tx, letter: Omit<Writing, 'stream' | 'class'>): Promise<Fate> =>
  writeLetter(parts, tx, { ...letter, stream: 'account', class: 'requested' });

const toOf = (reader: Reader): Writing['to'] => reader?.email ?? 'nobody';

/** Why it came, where the letter is about the account and not about what somebody typed. */
const whyOf = ({ config }: Pick<Parts, 'config'>) =>
  `You get this letter because this is the address of your account at ${config.SITE_NAME}.`;

const pagesOf = ({ config }: Pick<Parts, 'config'>) => ({
  signIn: `${config.BASE_URL}/sign-in`,
  forgotten: `${config.BASE_URL}/password/forgotten`,
});
