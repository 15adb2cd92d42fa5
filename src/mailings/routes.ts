import { agePassed } from '../platform/http/age-door.ts';
import { causeOf } from '../platform/http/mail-cause.ts';
import { type Route, route, type Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { confirmSubscription } from './confirm-subscription.ts';
import { writingIssues } from './issue-routes.ts';
import * as pages from './pages.ts';
import * as schema from './schema.ts';
import { endSubscription, moveSubscription, sendOwnLink } from './show-subscription.ts';
import { subscribe } from './subscribe.ts';

/** A class of people behind one address may sign up; how many letters go to one mailbox is counted apart. */
const ASKING = { points: 60, seconds: 600 };
const CONFIRMING = { points: 600, seconds: 600 };

export const mailingRoutes = (parts: Parts): Route[] => [
  ...signingUp(parts),
  ...ownSubscription(parts),
  ...writingIssues(parts),
];

const signingUp = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/newsletter',
    who: 'anyone',
    door: true,
    counted: true,
    handle: () => pages.signUpPage(parts),
  }),
  route({
    method: 'POST',
    path: '/newsletter',
    who: 'anyone',
    door: true,
    mails: true,
    rate: ASKING,
    body: schema.AddressForm,
    again: (_visit, entered, problems) => pages.signUpPage(parts, { entered, problems }),
    async handle(visit) {
      // Of somebody with an account the age was asked when they registered.
      const { agePassedAt } = visit.person === undefined ? agePassed(visit) : { agePassedAt: parts.clock() };
      await subscribe(parts, { email: visit.body.email, agePassedAt }, causeOf(visit));
      return { redirect: '/newsletter/check-your-mail' };
    },
  }),
  route({ method: 'GET', path: '/newsletter/check-your-mail', who: 'anyone', handle: () => pages.checkYourMailPage }),
  // Looking changes nothing: programs that check mail follow every link.
  route({
    method: 'GET',
    path: '/newsletter/confirm/:token',
    who: 'anyone',
    params: schema.Link,
    handle: ({ params: { token } }) => pages.confirmPage(token),
  }),
  route({
    method: 'POST',
    path: '/newsletter/confirm/:token',
    who: 'anyone',
    rate: CONFIRMING,
    params: schema.Link,
    again: () => pages.spentPage,
    async handle({ params: { token } }) {
      await confirmSubscription(parts, token);
      return pages.confirmedPage;
    },
  }),
];

const ownSubscription = (parts: Parts): Route[] => [
  route({ method: 'GET', path: '/newsletter/yours', who: 'anyone', door: true, handle: () => pages.askForOwnPage() }),
  route({
    method: 'POST',
    path: '/newsletter/yours',
    who: 'anyone',
    door: true,
    mails: true,
    rate: ASKING,
    body: schema.AddressForm,
    again: (_visit, entered, problems) => pages.askForOwnPage({ entered, problems }),
    async handle(visit) {
      await sendOwnLink(parts, visit.body.email, causeOf(visit));
      return { redirect: '/newsletter/check-your-mail' };
    },
  }),
  route({
    method: 'GET',
    path: '/newsletter/yours/:token',
    who: 'anyone',
    params: schema.Link,
    handle: ({ params: { token } }) => pages.ownPage(parts, token),
  }),
  route({
    method: 'POST',
    path: '/newsletter/yours/:token/end',
    who: 'anyone',
    rate: CONFIRMING,
    params: schema.Link,
    again: () => pages.spentPage,
    async handle({ params: { token } }) {
      await endSubscription(parts, token);
      return pages.endedPage;
    },
  }),
  route({
    method: 'POST',
    path: '/newsletter/yours/:token/address',
    who: 'anyone',
    mails: true,
    rate: ASKING,
    params: schema.Link,
    body: schema.AddressForm,
    again: ({ params: { token } }: Visit<{ token: string }>, entered, problems) =>
      pages.ownPage(parts, token, { entered, problems }),
    async handle(visit) {
      await moveSubscription(parts, { token: visit.params.token, email: visit.body.email }, causeOf(visit));
      return { redirect: '/newsletter/check-your-mail' };
    },
  }),
];
