import { z } from 'zod';
import { addressLetter } from '../gateway/address-letter.ts';
import { compute } from '../gateway/release.ts';
import type { Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import type { JobFacts } from '../platform/jobs.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { clearExpired } from './clear-expired.ts';
import { countLetter } from './count-tries.ts';
import { mintChangeLink, mintLink } from './mint-link.ts';
import { type Change, findChange } from './profile-store.ts';
import { findPerson, findPersonByEmail, type Person } from './store.ts';

type Queueing = Pick<Parts, 'jobs'>;
type About = { id: PersonId };
/** Whose letter it is, and the address it goes to. */
type Addressed = Pick<Person, 'id' | 'email'>;

export const confirmAddressLater = ({ jobs }: Queueing, tx: Tx, person: About) =>
  jobs.queue(tx, 'accounts.confirm-address', { personId: person.id });

export const alreadyRegisteredLater = ({ jobs }: Queueing, tx: Tx, person: About) =>
  jobs.queue(tx, 'accounts.already-registered', { personId: person.id });

export const resetPasswordLater = ({ jobs }: Queueing, tx: Tx, person: About) =>
  jobs.queue(tx, 'accounts.reset-password', { personId: person.id });

export const passwordChangedLater = ({ jobs }: Queueing, tx: Tx, person: About) =>
  jobs.queue(tx, 'accounts.password-changed', { personId: person.id });

/** One letter to each of the two mailboxes, in a job of its own. */
export async function addressChangeLettersLater({ jobs }: Queueing, tx: Tx, person: About): Promise<void> {
  await jobs.queue(tx, 'accounts.address-change', { personId: person.id });
  await jobs.queue(tx, 'accounts.new-address', { personId: person.id });
}

/** Letters of accounts, by the name of their job. One about nobody does nothing: that is how unknown addresses cost the same. */
export const accountLetters = (parts: Parts) => ({
  'accounts.confirm-address': about(parts, confirmAddress),
  'accounts.already-registered': about(parts, alreadyRegistered),
  'accounts.reset-password': about(parts, resetPassword),
  'accounts.password-changed': about(parts, passwordChanged),
  'accounts.address-change': about(parts, addressChange),
  'accounts.new-address': about(parts, newAddress),
});

/** What else the queue can ask of accounts. */
export const accountJobs = (parts: Parts) => ({ 'accounts.purge-sessions': () => clearExpired(parts) });

const Facts = z.strictObject({ personId: z.uuid() });

function about(parts: Parts, write: (parts: Parts, person: Person) => Promise<void>) {
  return async (facts: JobFacts): Promise<void> => {
    const { personId } = Facts.parse(facts);
    const person = await findPerson(parts.db, personId as PersonId);
    if (person !== null) await write(parts, person);
  };
}

/** The link is made here and not in the request, so that the queue never holds a secret. */
async function confirmAddress(parts: Parts, person: Person): Promise<void> {
  if (person.confirmedAt !== null || !(await mayBeWrittenTo(parts, person))) return;

  const link = await mintLink(parts, person.id, 'confirm_address');
  await send(parts, person, { letter: 'confirm-address', subject: 'Confirm your address', model: { link } });
}

async function alreadyRegistered(parts: Parts, person: Person): Promise<void> {
  if (!(await mayBeWrittenTo(parts, person))) return;

  const model = { isConfirmed: person.confirmedAt !== null, ...pagesOf(parts) };
  await send(parts, person, { letter: 'already-registered', subject: 'You already have an account', model });
}

async function resetPassword(parts: Parts, person: Person): Promise<void> {
  if (!(await mayBeWrittenTo(parts, person))) return;

  const link = await mintLink(parts, person.id, 'reset_password');
  await send(parts, person, { letter: 'reset-password', subject: 'Choose a new password', model: { link } });
}

/** Never held back: it is how somebody learns that it was not them. */
const passwordChanged = (parts: Parts, person: Person): Promise<void> =>
  send(parts, person, {
    letter: 'password-changed',
    subject: 'Your password was changed',
    model: { forgotten: pagesOf(parts).forgotten },
  });

/** To the present address: it has to agree that letters go elsewhere. */
async function addressChange(parts: Parts, person: Person): Promise<void> {
  const change = await changeOf(parts, person);
  if (change === undefined || change.oldConfirmedAt !== null || !(await mayBeWrittenTo(parts, person))) return;

  const link = await mintChangeLink(parts, person.id, 'old');
  if (link === undefined) return;
  await send(parts, person, { letter: 'address-change', subject: 'Agree to your new address', model: { link } });
}

/** To the new address. Where it has an account already, its owner learns that somebody asked, and there is no link. */
async function newAddress(parts: Parts, person: Person): Promise<void> {
  const change = await changeOf(parts, person);
  if (change === undefined || change.newConfirmedAt !== null) return;

  const to = { id: person.id, email: change.email };
  if (!(await mayBeWrittenTo(parts, to))) return;

  const owner = await compute('run-service', change.email, (email) => findPersonByEmail(parts.db, email));
  if (owner !== null) {
    const model = pagesOf(parts);
    return send(parts, to, { letter: 'address-taken', subject: 'Your address has an account already', model });
  }
  const link = await mintChangeLink(parts, person.id, 'new');
  if (link !== undefined)
    await send(parts, to, { letter: 'new-address', subject: 'Confirm your new address', model: { link } });
}

async function changeOf(parts: Parts, { id }: About): Promise<Change | undefined> {
  const { version } = await livePolicy(parts);
  return findChange(parts.db, id, { version, at: parts.clock() });
}

async function mayBeWrittenTo(parts: Parts, person: Addressed): Promise<boolean> {
  const may = await compute('run-service', person.email, (email) => countLetter(parts, email));
  if (!may) parts.log.warn('letter.held-back', { person: person.id });
  return may;
}

type Writing = { letter: string; subject: string; model: object };

/**
 * Nothing that somebody typed stands in a letter to an address that is not confirmed: otherwise anybody could send their
 * words to anybody in our name.
 */
async function send(parts: Parts, person: Addressed, { letter, subject, model }: Writing): Promise<void> {
  const { views, mail, config, log } = parts;
  const { html, text } = await views.letter(letter, model);
  const to = await addressLetter(parts, person.email);
  await mail.send({ to, subject: `${subject} – ${config.SITE_NAME}`, html, text });
  log.info('letter.sent', { letter, person: person.id });
}

const pagesOf = ({ config }: Parts) => ({
  signIn: `${config.BASE_URL}/sign-in`,
  forgotten: `${config.BASE_URL}/password/forgotten`,
});
