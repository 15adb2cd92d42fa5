import { releasesAbout } from '../gateway/find-releases.ts';
import type { Problems } from '../platform/errors.ts';
import { notFound } from '../platform/errors.ts';
import type { Entered, Reply, SignedIn, Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { startOf } from '../webinars/wall-time.ts';
import { findThread, ticketWith } from './find-ticket.ts';
import { listTickets } from './list-tickets.ts';
import { lookAtTicket } from './look-at-ticket.ts';
import { LONGEST_MESSAGE, REPLY_TIME, topicNames, topics } from './rules.ts';
import type { TicketQuery } from './schema.ts';

type Again = { entered?: Entered; problems?: Problems };

const topicOptions = topicNames.map((value) => ({ value, label: topics[value] }));

export const contactPage = ({ person }: Pick<Visit, 'person'>, { entered = {}, problems = {} }: Again = {}): Reply => ({
  page: 'support/contact',
  title: 'Ask us',
  model: {
    topics: topicOptions,
    replyTime: REPLY_TIME,
    longest: LONGEST_MESSAGE,
    hasAccount: person !== undefined,
    entered,
    problems,
  },
});

/** What was just done, as whoever asked reads it. */
const SAID = {
  asked: `Thank you. Your question has reached us, and we usually answer ${REPLY_TIME}.`,
  written: 'Your message has reached us.',
  closed: 'The question is closed. We see nothing of it any more.',
  address: 'The address is gone. Look here for the answer.',
  answered: undefined,
} as const;

type AtTicket = Pick<Visit<{ token: string }>, 'params' | 'person'>;
type Telling = Again & { done?: keyof typeof SAID | undefined; page?: number };

/** A question as whoever asked it sees it. The link is the proof, with an account or without. */
export async function ticketPage(parts: Parts, { params, person }: AtTicket, telling: Telling = {}): Promise<Reply> {
  const { done, page = 1, entered = {}, problems = {} } = telling;
  const ticket = await ticketWith(parts, params.token);
  const { messages, mailbox } = await findThread(parts, ticket);
  const { deeds, hasMore } = await releasesAbout(parts, ticket.about, { page });
  const path = `/tickets/${params.token}`;
  const at = (other: number) => `${path}?page=${other}#record`;
  return {
    page: 'support/ticket',
    title: `Your question of ${dayWords(ticket.createdAt)}`,
    shownTo: ticket.about,
    model: {
      ...{ topic: topics[ticket.topic], createdAt: ticket.createdAt, isClosed: ticket.closedAt !== null },
      ...{ messages, mailbox, replyTime: REPLY_TIME, longest: LONGEST_MESSAGE, entered, problems },
      link: `${parts.config.BASE_URL}${path}`,
      path,
      said: done && SAID[done],
      isNew: done === 'asked',
      hasAccount: ticket.personId !== null,
      // Of an account there is more to tell than belongs to this question; that stands on My Profile.
      deeds:
        ticket.personId === null
          ? deeds.map((deed) => ({ ...deed, to: deed.to.words, isLook: deed.kind === 'look' }))
          : [],
      previous: page > 1 && at(page - 1),
      next: hasMore && at(page + 1),
      zone: zoneOf(person, ticket.about),
    },
  };
}

/** Whoever looks at their own question while signed in reads times as they like them; by the link alone we do not know. */
const zoneOf = (person: SignedIn | undefined, about: string) => (person?.id === about ? person.timeZone : 'UTC');

const dayWords = (instant: Date): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(instant);

export const takenBackPage: Reply = { page: 'support/taken-back', title: 'Your question is taken back' };

/** The questions as staff find them: by state, topic and day. What they say is sealed, so nothing can look for a word in it. */
export async function ticketsPage(parts: Parts, person: SignedIn | undefined, query: TicketQuery): Promise<Reply> {
  const { timeZone } = here(person);
  const { tickets, hasMore } = await listTickets(parts, {
    ...{ isOpen: query.state === 'open', topic: query.topic, number: query.number, page: query.page },
    ...(query.from !== undefined && { from: beginOf(query.from, timeZone.value) }),
    ...(query.until !== undefined && { before: beginOf(dayAfter(query.until), timeZone.value) }),
  });
  const at = (page: number) =>
    `/admin/tickets?${new URLSearchParams({ ...textOf(query), page: String(page) }).toString()}`;
  if (tickets.length === 0 && query.page > 1) return { redirect: at(1) };

  return {
    page: 'support/tickets',
    title: 'Tickets',
    model: {
      tickets: tickets.map((each) => ({ ...each, number: numberOf(each.id), topic: topics[each.topic] })),
      ...{ query: textOf(query), isFiltered: query.topic ?? query.number ?? query.from ?? query.until, zone: timeZone },
      states: [
        { value: 'open', label: 'Open' },
        { value: 'closed', label: 'Closed' },
      ],
      topics: topicOptions,
      previous: query.page > 1 && at(query.page - 1),
      next: hasMore && at(query.page + 1),
    },
  };
}

const DAY_MS = 24 * 60 * 60_000;
const dayAfter = (isoDay: string): string => new Date(Date.parse(isoDay) + DAY_MS).toISOString().slice(0, 10);
/** When a day begins where somebody is. */
const beginOf = (isoDay: string, timeZone: string): Date => startOf(`${isoDay}T00:00`, timeZone).startsAt;

const textOf = ({ state, topic, number, from, until }: TicketQuery) => ({
  ...{ state, topic: topic ?? '', number: number ?? '', from: from ?? '', until: until ?? '' },
});

/** The beginning of the id: enough to speak of a question, and says nothing about it. */
const numberOf = (id: string): string => id.slice(0, 8);

type Staffed = Again & { done?: string | undefined };

/** One question for the staff. */
export async function staffTicketPage(
  parts: Parts,
  { params, person }: Pick<Visit<{ id: string }>, 'params' | 'person'>,
  { done, entered = {}, problems = {} }: Staffed = {},
): Promise<Reply> {
  const { id, timeZone } = here(person);
  const ticket = await lookAtTicket(parts, { id: params.id, by: id });
  const heading = `Question ${numberOf(ticket.id)}`;
  return {
    page: 'support/staff-ticket',
    title: heading,
    model: {
      ...{ ...ticket, heading, topic: topics[ticket.topic], longest: LONGEST_MESSAGE },
      ...{ zone: timeZone, isAnsweredNow: done === 'answered', entered, problems },
    },
  };
}

/** Behind the guard there is somebody; the type only does not know it. */
export function here(person: SignedIn | undefined): SignedIn {
  if (person === undefined) throw notFound();
  return person;
}
