import { agePassed } from '../platform/http/age-door.ts';
import { causeOf } from '../platform/http/mail-cause.ts';
import { type Again, type Route, route } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { answerTicket } from './answer-ticket.ts';
import { askQuestion } from './ask-question.ts';
import { closeTicket } from './close-ticket.ts';
import { ticketWith } from './find-ticket.ts';
import * as pages from './pages.ts';
import * as schema from './schema.ts';
import { takeAddressBack, takeTicketBack } from './take-ticket-back.ts';
import { writeMore } from './write-more.ts';

/** A whole office sits behind one address; a script would bury its questions under others. */
const ASKING = { points: 60, seconds: 3600 };
const WRITING = { points: 60, seconds: 3600 };
const ANSWERING = { points: 300, seconds: 3600 };

export const supportRoutes = (parts: Parts): Route[] => [...asking(parts), ...atTicket(parts), ...staff(parts)];

const asking = (parts: Parts): Route[] => [
  route({ method: 'GET', path: '/contact', who: 'anyone', door: true, handle: (visit) => pages.contactPage(visit) }),
  route({
    method: 'POST',
    path: '/contact',
    who: 'anyone',
    door: true,
    mails: true,
    rate: ASKING,
    body: schema.ContactForm,
    again: (visit, entered, problems) => pages.contactPage(visit, { entered, problems }),
    async handle(visit) {
      const { topic, message, email, tellsAccount } = visit.body;
      const asker = visit.person === undefined ? agePassed(visit) : { personId: visit.person.id };
      const question = { topic, text: message, email, tellsAccount };
      const { token } = await askQuestion(parts, question, asker, causeOf(visit));
      return { redirect: `/tickets/${token}?done=asked` };
    },
  }),
];

type Place = { token: string };
const again =
  (parts: Parts): Again<Place> =>
  (visit, entered, problems) =>
    pages.ticketPage(parts, visit, { entered, problems });

/** Whoever has the link of a question is the one who asked it. The question of age was put before it was asked. */
const atTicket = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/tickets/:token',
    who: 'anyone',
    params: schema.TicketLink,
    query: schema.OwnTicketQuery,
    handle: (visit) => pages.ticketPage(parts, visit, visit.query),
  }),
  route({
    method: 'POST',
    path: '/tickets/:token/messages',
    who: 'anyone',
    rate: WRITING,
    params: schema.TicketLink,
    body: schema.MessageForm,
    again: again(parts),
    async handle({ params: { token }, body }) {
      await writeMore(parts, token, body.message);
      return { redirect: `/tickets/${token}?done=written` };
    },
  }),
  route({
    method: 'POST',
    path: '/tickets/:token/closing',
    who: 'anyone',
    rate: WRITING,
    params: schema.TicketLink,
    async handle({ params: { token } }) {
      await closeTicket(parts, { id: (await ticketWith(parts, token)).id, by: 'asker' });
      return { redirect: `/tickets/${token}?done=closed` };
    },
  }),
  route({
    method: 'POST',
    path: '/tickets/:token/address-removal',
    who: 'anyone',
    rate: WRITING,
    params: schema.TicketLink,
    async handle({ params: { token } }) {
      await takeAddressBack(parts, token);
      return { redirect: `/tickets/${token}?done=address` };
    },
  }),
  route({
    method: 'POST',
    path: '/tickets/:token/removal',
    who: 'anyone',
    rate: WRITING,
    params: schema.TicketLink,
    async handle({ params: { token } }) {
      await takeTicketBack(parts, token);
      return pages.takenBackPage;
    },
  }),
];

const staff = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/admin/tickets',
    who: 'staff',
    query: schema.TicketQuery,
    handle: ({ person, query }) => pages.ticketsPage(parts, person, query),
  }),
  route({
    method: 'GET',
    path: '/admin/tickets/:id',
    who: 'staff',
    params: schema.TicketPlace,
    query: schema.Done,
    handle: (visit) => pages.staffTicketPage(parts, visit, { done: visit.query.done }),
  }),
  route({
    method: 'POST',
    path: '/admin/tickets/:id/answers',
    who: 'staff',
    mails: true,
    rate: ANSWERING,
    params: schema.TicketPlace,
    body: schema.MessageForm,
    again: (visit: Parameters<typeof pages.staffTicketPage>[1], entered, problems) =>
      pages.staffTicketPage(parts, visit, { entered, problems }),
    async handle(visit) {
      const { params, body, person } = visit;
      await answerTicket(parts, {
        id: params.id,
        by: pages.here(person).id,
        text: body.message,
        cause: causeOf(visit),
      });
      return { redirect: `/admin/tickets/${params.id}?done=answered` };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/tickets/:id/closing',
    who: 'staff',
    rate: ANSWERING,
    params: schema.TicketPlace,
    async handle({ params: { id }, person }) {
      await closeTicket(parts, { id, by: pages.here(person).id });
      return { redirect: '/admin/tickets' };
    },
  }),
];
