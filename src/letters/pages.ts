import { notFound, type Problems } from '../platform/errors.ts';
import { emailAddress } from '../platform/fields.ts';
import type { Entered, Reply, SignedIn } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { addressHash } from './address-hash.ts';
import { streamAskedFor } from './confirm-again.ts';
import { standings, standingsSince } from './find-standings.ts';
import { hasStopped, type MailStream, type Standing, streams, streamWords } from './rules.ts';
import { againStreams, type SuppressionQuery } from './schema.ts';
import { countSuppressed } from './store.ts';
import { readUnsubscribeToken } from './unsubscribe-token.ts';

type PageParts = Pick<Parts, 'db' | 'clock' | 'secrets'>;

export function here(person: SignedIn | undefined): SignedIn {
  if (person === undefined) throw notFound();
  return person;
}

export const mailboxOf = readUnsubscribeToken;

/** For a link that a mail program has cut short. It still says how letters are stopped. */
export const unknownLinkPage: Reply = { page: 'letters/unknown-link', title: 'This link is not whole', status: 404 };

type Pressed = { stopped?: MailStream | 'all'; problems?: Problems };

/** What the link in a letter opens. It shows how things stand and never whose mailbox it is. */
export async function unsubscribePage(
  parts: PageParts,
  token: string,
  { stopped, problems = {} }: Pressed = {},
): Promise<Reply> {
  const mailbox = mailboxOf(parts, token);
  if (mailbox === undefined) return unknownLinkPage;

  const standing = await standings(parts, mailbox.addressHash);
  const isOver = streams.every((stream) => hasStopped(standing[stream]));
  const said = stopped && `You get no more ${stopped === 'all' ? 'letters from us' : ofStream(stopped)}.`;
  return {
    page: 'letters/unsubscribe',
    title: said ?? 'Stop our letters',
    model: {
      path: `/u/${token}`,
      ...{ said, isOver, problems },
      streams: streams.map((stream) => ({
        ...{
          stream,
          what: streamWords[stream],
          title: capital(streamWords[stream]),
          isThis: stream === mailbox.stream,
        },
        isStopped: hasStopped(standing[stream]),
      })),
    },
  };
}

const ofStream = (stream: MailStream) => (stream === 'news' ? 'of our news' : streamWords[stream]);

/** Where somebody asks for letters that they had stopped. */
export const againPage = ({ entered = {}, problems = {} }: { entered?: Entered; problems?: Problems } = {}): Reply => ({
  page: 'letters/again',
  title: 'Get letters again',
  model: {
    ...{ entered, problems },
    choices: againStreams.map((stream) => ({ value: stream, label: capital(streamWords[stream]) })),
  },
});

/** The same whatever we know of that mailbox. */
export const askedAgainPage: Reply = { page: 'letters/asked-again', title: 'Look into your mailbox' };

export async function confirmPage(parts: PageParts, token: string): Promise<Reply> {
  const stream = await streamAskedFor(parts, token);
  if (stream === undefined) return confirmedPage(undefined);
  const model = { path: `/letters/confirm/${token}`, what: streamWords[stream] };
  return { page: 'letters/confirm', title: 'Get letters again', model };
}

export const confirmedPage = (stream: MailStream | undefined): Reply =>
  stream === undefined
    ? { page: 'letters/confirm-spent', title: 'This link opens nothing any more', status: 410 }
    : { page: 'letters/confirmed', title: 'You get them again', model: { what: streamWords[stream] } };

const reasonWords = {
  unsubscribed: 'They stopped it',
  complained: 'They called it junk',
  bounced: 'The mailbox is gone',
} as const;

const standingWords: Record<Standing, string> = {
  none: 'Never asked for',
  requested: 'Asked for, not confirmed',
  confirmed: 'Wanted',
  ...reasonWords,
};

type Looked = { email: string; zone: SignedIn['timeZone'] | undefined };
type Shown = { entered?: Entered; problems?: Problems; looked?: Looked | undefined; isStoppedNow?: boolean };

/** The address that was typed, if it is one: how it stands is shown again beside what is wrong. */
export function lookedIn({ email }: Entered, person: SignedIn | undefined): Looked | undefined {
  const address = emailAddress.safeParse(email);
  return address.success ? { email: address.data, zone: person?.timeZone } : undefined;
}

/** How many mailboxes are stopped and why; and how the one stands whose address was typed. Nothing of that is kept. */
export async function suppressionPage(
  parts: PageParts,
  { reason, stream }: SuppressionQuery,
  { entered = {}, problems = {}, looked, isStoppedNow }: Shown = {},
): Promise<Reply> {
  const counts = await countSuppressed(parts.db);
  const rows = counts.filter((each) => (!reason || each.reason === reason) && (!stream || each.stream === stream));
  const hash = looked && addressHash(parts, looked.email);
  const found = hash === undefined ? undefined : await standingsSince(parts, hash);
  return {
    page: 'letters/suppression',
    title: 'Suppression',
    model: {
      ...{ entered, problems, isStoppedNow, query: { reason, stream }, isFiltered: Boolean(reason ?? stream) },
      rows: rows.map((each) => ({
        ...{ what: capital(streamWords[each.stream]), why: reasonWords[each.reason], count: each.count },
      })),
      mailboxes: counts.length > 0,
      reasons: Object.entries(reasonWords).map(([value, label]) => ({ value, label })),
      streams: streams.map((value) => ({ value, label: capital(streamWords[value]) })),
      ways: WAYS,
      ...{ email: looked?.email, zone: looked?.zone },
      found: found?.map((each) => ({
        ...{ what: capital(streamWords[each.stream]), words: standingWords[each.standing], since: each.since },
        isStopped: hasStopped(each.standing),
      })),
    },
  };
}

const WAYS = [
  { value: 'reply', label: 'By a letter to us' },
  { value: 'telephone', label: 'By telephone' },
  { value: 'post', label: 'By post' },
];

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
