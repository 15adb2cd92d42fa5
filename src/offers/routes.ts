import { agePassed } from '../platform/http/age-door.ts';
import { causeOf } from '../platform/http/mail-cause.ts';
import { type Route, route, type Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { addOffer } from './add-offer.ts';
import { editOffer } from './edit-offer.ts';
import { takeReportBack } from './list-reports.ts';
import * as pages from './pages.ts';
import { pullOffer, putBackOffer } from './pull-offer.ts';
import { reportOffer } from './report-offer.ts';
import * as schema from './schema.ts';
import { settleReport } from './settle-report.ts';

/** More links than anybody finds broken in an hour. */
const REPORTING = { points: 60, seconds: 3600 };
const CHANGING = { points: 120, seconds: 3600 };

type AtOffer = Visit<{ id: string }>;

export const offerRoutes = (parts: Parts): Route[] => [...shown(parts), ...staff(parts), ...settling(parts)];

const shown = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/offers',
    who: 'anyone',
    counted: true,
    query: schema.Done,
    handle: ({ query: { done } }) => pages.offersPage(parts, { isReported: done === 'reported' }),
  }),
  route({
    method: 'GET',
    path: '/offers/:id/report',
    who: 'anyone',
    door: true,
    params: schema.OfferPlace,
    handle: (visit) => pages.reportPage(parts, visit),
  }),
  route({
    method: 'POST',
    path: '/offers/:id/report',
    who: 'anyone',
    door: true,
    rate: REPORTING,
    params: schema.OfferPlace,
    body: schema.ReportForm,
    again: (visit: AtOffer, entered, problems) => pages.reportPage(parts, visit, { entered, problems }),
    async handle(visit) {
      const { message, email, tellsAccount } = visit.body;
      const reporter = visit.person === undefined ? agePassed(visit) : { personId: visit.person.id };
      await reportOffer(parts, { offerId: visit.params.id, text: message, email, tellsAccount }, reporter);
      return { redirect: '/offers?done=reported' };
    },
  }),
  route({
    method: 'POST',
    path: '/profile/reports/:id/removal',
    who: 'member',
    evenSuspended: true,
    rate: CHANGING,
    params: schema.OfferPlace,
    async handle({ person, params: { id } }) {
      await takeReportBack(parts, { id, personId: pages.here(person).id });
      return { redirect: '/profile#questions' };
    },
  }),
];

const staff = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/admin/offers',
    who: 'staff',
    query: schema.Done,
    handle: ({ person, query }) => pages.adminPage(parts, person, { done: query.done }),
  }),
  route({
    method: 'POST',
    path: '/admin/offers',
    who: 'staff',
    rate: CHANGING,
    body: schema.OfferForm,
    again: ({ person }, entered, problems) => pages.adminPage(parts, person, { entered, problems }),
    async handle({ person, body }) {
      await addOffer(parts, body, pages.here(person).id);
      return { redirect: '/admin/offers?done=added' };
    },
  }),
  route({
    method: 'GET',
    path: '/admin/offers/:id',
    who: 'staff',
    params: schema.OfferPlace,
    handle: ({ params: { id } }) => pages.editPage(parts, id),
  }),
  route({
    method: 'POST',
    path: '/admin/offers/:id',
    who: 'staff',
    rate: CHANGING,
    params: schema.OfferPlace,
    body: schema.OfferForm,
    again: ({ params }: AtOffer, entered, problems) => pages.editPage(parts, params.id, { entered, problems }),
    async handle({ person, params: { id }, body }) {
      await editOffer(parts, { id, by: pages.here(person).id }, body);
      return { redirect: '/admin/offers?done=changed' };
    },
  }),
];

const settling = (parts: Parts): Route[] => [
  route({
    method: 'POST',
    path: '/admin/offers/:id/pulling',
    who: 'staff',
    rate: CHANGING,
    params: schema.OfferPlace,
    async handle({ person, params: { id } }) {
      await pullOffer(parts, { id, by: pages.here(person).id });
      return { redirect: '/admin/offers?done=pulled' };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/offers/:id/return',
    who: 'staff',
    rate: CHANGING,
    params: schema.OfferPlace,
    async handle({ person, params: { id } }) {
      await putBackOffer(parts, { id, by: pages.here(person).id });
      return { redirect: '/admin/offers?done=put-back' };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/reports/:id/settlement',
    who: 'staff',
    mails: true,
    rate: CHANGING,
    params: schema.OfferPlace,
    body: schema.SettleForm,
    again: ({ person }, _entered, problems) => pages.adminPage(parts, person, { problems }),
    async handle(visit) {
      const { outcome } = visit.body;
      await settleReport(parts, {
        id: visit.params.id,
        outcome,
        by: pages.here(visit.person).id,
        cause: causeOf(visit),
      });
      return { redirect: `/admin/offers?done=${outcome}` };
    },
  }),
];
