import { findAddressChange } from '../accounts/change-address.ts';
import { type Mailbox, mailboxOf } from '../accounts/confirm-address-change.ts';
import { findProfile } from '../accounts/find-profile.ts';
import { choicesOf } from '../consent/find-choices.ts';
import { receiptOf } from '../consent/find-consents.ts';
import { listOwnReports } from '../offers/list-reports.ts';
import { type Problems, Refusal } from '../platform/errors.ts';
import type { Entered, Reply, SignedIn, Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { listOwnTickets } from '../support/list-tickets.ts';
import { topics } from '../support/rules.ts';
import { findEntries } from '../surveys/find-entries.ts';
import { findAttended } from '../webinars/find-attended.ts';
import { type Agreed, agreedOf, categoriesIn, exactWords, listConsents } from './list-consents.ts';
import { listDeeds } from './list-deeds.ts';
import { listLetters } from './list-letters.ts';
import { fieldsOf } from './rules.ts';

export type After = keyof typeof SAID;

/** What was just done, and the part of the page in which it is said. */
const SAID = {
  'who-you-are': 'Kept. Whoever sees your name sees the new one now.',
  'asked': 'We have written to both mailboxes. Your address changes when both have agreed.',
  'again': 'The letters are on their way once more. Only the latest ones count.',
  'dropped': 'The change is cancelled. Your address stays as it is.',
  'optional': 'Kept. What you emptied is cleared.',
  'settings': 'Kept. They count from this page on.',
  'password': 'Your password is changed. Your other browsers were signed out.',
  'on': 'Switched on. You can switch it off here at any time.',
  'off': 'Switched off. It counts from now on.',
  'mailed': 'We have sent a link to your mailbox. Once you follow it, the letters come again.',
  'withdrawn': 'Taken back. It counts from now on.',
} as const;

/** How many of the latest stand on My Profile itself; the rest is one press away. */
const LATEST = 5;

type Shown = { entered?: Entered; problems?: Problems; after?: After | undefined };

/** Everything we hold about a person and what they can do about it, on one page (PP-12.3). */
export async function profilePage(
  parts: Parts,
  visit: Pick<Visit, 'person' | 'session' | 'signals' | 'cookies'>,
  { entered = {}, problems = {}, after }: Shown = {},
): Promise<Reply> {
  const { id, timeZone } = here(visit.person);
  const [profile, change, { agreed, acknowledged }, attended, { deeds, hasMore }, choices, entries] = await Promise.all(
    [
      findProfile(parts, id, visit.session.id),
      findAddressChange(parts, id),
      listConsents(parts, id),
      findAttended(parts, id),
      listDeeds(parts, id, { page: 1 }),
      choicesOf(parts, visit),
      findEntries(parts, id),
    ],
  );
  const [questions, reports, letters] = await Promise.all([
    listOwnTickets(parts, id),
    listOwnReports(parts, id),
    listLetters(parts, id),
  ]);
  const said = after && SAID[after];

  return {
    page: 'profile/show',
    title: said === undefined ? 'My Profile' : `${said.split('.')[0] ?? ''} – My Profile`,
    model: {
      problems,
      said: after && { [after]: said },
      forms: {
        whoYouAre: fieldsOf('who-you-are', profile.own, entered),
        letters: fieldsOf('letters', profile.own, entered),
        optional: fieldsOf('optional', profile.own, entered),
        settings: fieldsOf('settings', profile.own, entered),
      },
      email: profile.own.email,
      isSuspended: profile.isSuspended,
      createdAt: profile.createdAt,
      devices: profile.devices,
      zone: timeZone,
      themes,
      change,
      agreed: agreed.map(rowOf),
      letters: letters.map((each) => ({ ...each, problem: problems[each.field] })),
      acknowledged,
      questions: questions.map((each) => ({ ...each, topic: topics[each.topic] })),
      reports,
      attended,
      entries,
      deeds: deeds.slice(0, LATEST),
      hasMore: hasMore || deeds.length > LATEST,
      choices,
    },
  };
}

const rowOf = ({ latest, events, isGranted, what, to, words, code }: Agreed) => ({
  ...{ eventId: latest.id, since: latest.at, version: latest.policyVersionId, clause: latest.clauseId },
  ...{ isGranted, what, to, words, code },
  receipts: events.map(({ id, at, act }) => ({ id, at, isGrant: act === 'grant' })),
});

const themes = [
  { value: 'system', label: 'As my device has it' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

/** Everything that was done, page by page. */
export async function deedsPage(parts: Parts, visitor: SignedIn | undefined, page: number): Promise<Reply> {
  const { id, timeZone } = here(visitor);
  const { deeds, hasMore } = await listDeeds(parts, id, { page });
  const at = (other: number) => `/profile/record?page=${other}`;
  return {
    page: 'profile/record',
    title: 'What we did with your data',
    model: { deeds, zone: timeZone, previous: page > 1 && at(page - 1), next: hasMore && at(page + 1) },
  };
}

/** One decision with everything that is kept of it. */
export async function receiptPage(parts: Parts, visitor: SignedIn | undefined, eventId: bigint): Promise<Reply> {
  const { id, timeZone } = here(visitor);
  const { event, agreed } = await findReceipt(parts, id, eventId);
  return {
    page: 'profile/receipt',
    title: `Receipt ${event.id}`,
    model: {
      eventId: event.id,
      act: ACTS[event.act],
      what: categoriesIn(event),
      to: agreed.to,
      words: exactWords(event, agreed.words),
      at: event.at,
      zone: timeZone,
      clause: event.clauseId,
      version: event.policyVersionId,
      surface: SURFACES[event.surface],
      sha256: event.shownTextSha256,
      isStanding: agreed.isGranted && agreed.latest.id === event.id,
    },
  };
}

/** The same as a file of text, which needs nothing of ours to be read. */
export async function receiptFile(parts: Parts, visitor: SignedIn | undefined, eventId: bigint): Promise<Reply> {
  const { event, agreed } = await findReceipt(parts, here(visitor).id, eventId);
  return {
    download: `receipt-${event.id}.txt`,
    lines: [
      [`${parts.config.SITE_NAME}, ${parts.config.BASE_URL}`],
      [`Receipt ${event.id}`],
      [],
      [`What you did: ${ACTS[event.act]}`],
      [`When: ${event.at.toISOString()}`],
      [`What it is about: ${categoriesIn(event)}`],
      ['Who receives it: ', agreed.to],
      [`Where: ${SURFACES[event.surface]}`],
      [`Clause: ${event.clauseId}, version ${event.policyVersionId} of the Privacy Policy`],
      ['Words shown: ', exactWords(event, agreed.words)],
      [`SHA-256 of the words shown: ${event.shownTextSha256}`],
    ],
  };
}

async function findReceipt(parts: Parts, subject: SignedIn['id'], eventId: bigint) {
  const { event, consent } = await receiptOf(parts, subject, eventId);
  return { event, agreed: await agreedOf(parts, consent) };
}

const ACTS = { grant: 'You agreed', withdraw: 'You took it back', acknowledge: 'You took note' };

const SURFACES = {
  profile: 'On My Profile',
  webinar: 'On the page of a webinar',
  room: 'In a room',
  policy: 'On a page of the Privacy Policy',
  registration: 'While registering',
  continued_use: 'By going on after a change',
};

/** The page of a link that was mailed because of a new address. */
export async function addressLinkPage(parts: Parts, token: string): Promise<Reply> {
  const mailbox = await mailboxOf(parts, token);
  if (mailbox === undefined) return spentAddressLink;
  return { page: 'profile/address-change', title: TITLES[mailbox], model: { token, is: { [mailbox]: true } } };
}

const TITLES: Record<Mailbox, string> = { old: 'Agree to your new address', new: 'Confirm your new address' };

export const spentAddressLink: Reply = {
  page: 'profile/address-change-spent',
  title: 'This link is spent',
  status: 410,
};

export const addressAgreedPage = (outcome: 'waiting' | 'changed'): Reply => ({
  page: 'profile/address-agreed',
  title: outcome === 'changed' ? 'Your address is changed' : 'One mailbox has agreed',
  model: { isChanged: outcome === 'changed' },
});

/** Behind the guard there is somebody; the type only does not know it. */
export function here(person: SignedIn | undefined): SignedIn {
  if (person === undefined) throw new Refusal('sign-in-first');
  return person;
}
