import { agePassed } from '../platform/http/age-door.ts';
import { causeOf } from '../platform/http/mail-cause.ts';
import { type Route, route } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { askAgain } from './ask-again.ts';
import { confirmAgain } from './confirm-again.ts';
import { giveUp, tryAgain, tryAllAgain } from './mend-letter.ts';
import { outboxPage } from './outbox-page.ts';
import * as pages from './pages.ts';
import * as schema from './schema.ts';
import { stopForSomebody } from './stop-for-somebody.ts';
import { stopLetters } from './stop-letters.ts';

/** A mail provider sends the presses of all its customers from one network. Each is one short write that repeats nothing. */
const STOPPING = { points: 30_000, seconds: 60 };
const ASKING = { points: 30, seconds: 600 };
const LOOKING = { points: 120, seconds: 600 };

export const letterRoutes = (parts: Parts): Route[] => [
  ...stopping(parts),
  ...askingAgain(parts),
  ...staff(parts),
  ...outbox(parts),
];

/** The link in every letter. Looking changes nothing: programs that check mail follow every link (PP-06.2). */
const stopping = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/u/:token',
    who: 'anyone',
    params: schema.UnsubscribePlace,
    handle: ({ params }) => pages.unsubscribePage(parts, params.token),
  }),
  route({
    method: 'POST',
    path: '/u/:token',
    who: 'anyone',
    rate: STOPPING,
    params: schema.UnsubscribePlace,
    body: schema.Unsubscribing,
    again: (visit, _entered, problems) => pages.unsubscribePage(parts, visit.params.token, { problems }),
    async handle({ params: { token }, body: { stop, source } }) {
      const mailbox = pages.mailboxOf(parts, token);
      if (mailbox === undefined) return pages.unknownLinkPage;
      const streams = stop === 'all' ? stop : [stop];
      await stopLetters(parts, { addressHash: mailbox.addressHash, streams, source });
      return pages.unsubscribePage(parts, token, { stopped: stop });
    },
  }),
];

const askingAgain = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/letters/again',
    who: 'anyone',
    door: true,
    handle: () => pages.againPage(),
  }),
  route({
    method: 'POST',
    path: '/letters/again',
    who: 'anyone',
    door: true,
    mails: true,
    rate: ASKING,
    body: schema.AgainForm,
    again: (_visit, entered, problems) => pages.againPage({ entered, problems }),
    async handle(visit) {
      if (visit.person === undefined) agePassed(visit);
      await askAgain(parts, visit.body, causeOf(visit));
      return pages.askedAgainPage;
    },
  }),
  route({
    method: 'GET',
    path: '/letters/confirm/:token',
    who: 'anyone',
    params: schema.ConfirmPlace,
    handle: ({ params: { token } }) => pages.confirmPage(parts, token),
  }),
  route({
    method: 'POST',
    path: '/letters/confirm/:token',
    who: 'anyone',
    rate: ASKING,
    params: schema.ConfirmPlace,
    handle: async ({ params: { token } }) => pages.confirmedPage(await confirmAgain(parts, token)),
  }),
];

const staff = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/admin/suppression',
    who: 'staff',
    query: schema.SuppressionQuery,
    handle: ({ query }) => pages.suppressionPage(parts, query),
  }),
  route({
    method: 'POST',
    path: '/admin/suppression/look-up',
    who: 'staff',
    rate: LOOKING,
    body: schema.LookupForm,
    again: (_visit, entered, problems) => pages.suppressionPage(parts, {}, { entered, problems }),
    handle: ({ body: { email }, person }) =>
      pages.suppressionPage(parts, {}, { looked: { email, zone: person?.timeZone } }),
  }),
  route({
    method: 'POST',
    path: '/admin/suppression/stops',
    who: 'staff',
    rate: LOOKING,
    body: schema.StaffStopForm,
    again: (visit, entered, problems) =>
      pages.suppressionPage(parts, {}, { entered, problems, looked: pages.lookedIn(entered, visit.person) }),
    async handle({ body, person }) {
      await stopForSomebody(parts, { ...body, by: pages.here(person).id });
      return pages.suppressionPage(
        parts,
        {},
        { looked: { email: body.email, zone: person?.timeZone }, isStoppedNow: true },
      );
    },
  }),
];

const outbox = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/admin/outbox',
    who: 'staff',
    query: schema.OutboxQuery,
    handle: ({ query, person }) => outboxPage(parts, query, person?.timeZone),
  }),
  route({
    method: 'POST',
    path: '/admin/outbox/:id/tries',
    who: 'staff',
    rate: LOOKING,
    params: schema.OutboxPlace,
    async handle({ params: { id }, person }) {
      await tryAgain(parts, { id, by: pages.here(person).id });
      return { redirect: '/admin/outbox?state=parked' };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/outbox/tries',
    who: 'staff',
    rate: LOOKING,
    async handle({ person }) {
      await tryAllAgain(parts, pages.here(person).id);
      return { redirect: '/admin/outbox' };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/outbox/:id/end',
    who: 'staff',
    rate: LOOKING,
    params: schema.OutboxPlace,
    async handle({ params: { id }, person }) {
      await giveUp(parts, { id, by: pages.here(person).id });
      return { redirect: '/admin/outbox?state=parked' };
    },
  }),
];
