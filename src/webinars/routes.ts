import { z } from 'zod';
import { type Problems, Refusal } from '../platform/errors.ts';
import { type Entered, type Reply, type Route, route, type SignedIn, type Visit } from '../platform/http/route.ts';
import type { WebinarCode } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { cancel } from './cancel.ts';
import { edit } from './edit.ts';
import { webinarByCode, webinarOfHost } from './find-webinar.ts';
import { listWebinars } from './list-webinars.ts';
import { publicPage, row } from './pages.ts';
import { mayChange, stateOf } from './rules.ts';
import { schedule } from './schedule.ts';
import { WebinarForm, WebinarPlace } from './schema.ts';
import type { Webinar } from './store.ts';

/** A host plans a handful a day; a script that plans hundreds fills the table. Per address and hour. */
const PLANNING = { points: 120, seconds: 3600 };

/** What has just been done, for the banner on the page that follows. Words we do not know are ignored. */
const Done = z.object({ done: z.enum(['scheduled', 'changed', 'cancelled']).optional().catch(undefined) });

type AtPlace = Visit<{ code: WebinarCode }>;

export const webinarRoutes = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/webinars',
    who: 'member',
    async handle({ person }) {
      const now = parts.clock();
      const shelves = await listWebinars(parts, member(person).id);
      const shown = Object.entries(shelves).filter(([, webinars]) => webinars.length > 0);
      const model = Object.fromEntries(shown.map(([name, webinars]) => [name, webinars.map((each) => row(each, now))]));
      return { page: 'webinars/list', title: 'My webinars', model: { ...model, none: shown.length === 0 } };
    },
  }),

  route({
    method: 'GET',
    path: '/webinars/new',
    who: 'member',
    handle: ({ person }) => form({ timeZone: member(person).timeZone.value, lengthMinutes: '60' }, {}),
  }),

  route({
    method: 'POST',
    path: '/webinars',
    who: 'member',
    rate: PLANNING,
    body: WebinarForm,
    again: (_visit, entered, problems) => form(entered, problems),
    async handle({ person, body }) {
      const { code } = await schedule(parts, member(person).id, body);
      return { redirect: `/w/${code}?done=scheduled` };
    },
  }),

  route({
    method: 'GET',
    path: '/webinars/:code/edit',
    who: 'member',
    params: WebinarPlace,
    async handle(visit) {
      const webinar = await own(parts, visit);
      refuseUnlessChangeable(parts, webinar);
      return form(asEntered(webinar), {}, webinar);
    },
  }),

  route({
    method: 'POST',
    path: '/webinars/:code',
    who: 'member',
    rate: PLANNING,
    params: WebinarPlace,
    body: WebinarForm,
    again: async (visit, entered, problems) => form(entered, problems, await own(parts, visit)),
    async handle({ person, params, body }) {
      await edit(parts, { code: params.code, hostId: member(person).id }, body);
      return { redirect: `/w/${params.code}?done=changed` };
    },
  }),

  route({
    method: 'GET',
    path: '/webinars/:code/cancellation',
    who: 'member',
    params: WebinarPlace,
    async handle(visit) {
      const webinar = await own(parts, visit);
      refuseUnlessChangeable(parts, webinar);
      return { page: 'webinars/cancellation', title: `Cancel “${webinar.title}”`, model: { webinar } };
    },
  }),

  route({
    method: 'POST',
    path: '/webinars/:code/cancellation',
    who: 'member',
    rate: PLANNING,
    params: WebinarPlace,
    async handle({ person, params }) {
      await cancel(parts, { code: params.code, hostId: member(person).id });
      return { redirect: `/w/${params.code}?done=cancelled` };
    },
  }),

  route({
    method: 'GET',
    path: '/w/:code',
    who: 'anyone',
    counted: true,
    params: WebinarPlace,
    query: Done,
    async handle({ params, query, person, settings }) {
      const webinar = await webinarByCode(parts, params.code);
      const seen = publicPage(webinar, { now: parts.clock(), person, settings, baseUrl: parts.config.BASE_URL });
      const done = seen.is.host && query.done !== undefined ? BANNERS[query.done] : undefined;
      return { page: 'webinars/show', title: titleOf(webinar.title, done), model: { ...seen, done } };
    },
  }),
];

const BANNERS = {
  scheduled: 'Your webinar is scheduled. Share its link with the people you want to see there.',
  changed: 'Your changes are kept. This is what people see now.',
  cancelled: 'The webinar is cancelled. This page stays and says so to everybody who has the link.',
};

const titleOf = (title: string, done: string | undefined) =>
  done === undefined ? title : `${done.split('.')[0] ?? ''} – ${title}`;

/** Routes for members are reached by members only; this tells the type so. */
function member(person: SignedIn | undefined): SignedIn {
  if (person === undefined) throw new Refusal('sign-in-first');
  return person;
}

const own = (parts: Parts, { person, params }: AtPlace): Promise<Webinar> =>
  webinarOfHost(parts, { code: params.code, hostId: member(person).id });

function refuseUnlessChangeable({ clock }: Parts, webinar: Webinar): void {
  if (mayChange(stateOf(webinar, clock()))) return;
  throw new Refusal('wrong-state', {
    sentence: 'This webinar has started, ended or been cancelled, so it can no longer be changed.',
  });
}

/** The form for a new webinar, or for one that is there already. */
const form = (entered: Entered, problems: Problems, webinar?: Webinar): Reply => ({
  page: 'webinars/form',
  title: webinar === undefined ? 'Schedule a webinar' : `Edit “${webinar.title}”`,
  model: { entered, problems, webinar },
});

function asEntered({ title, description, startsLocal, timeZone, lengthMinutes }: Webinar): Entered {
  const [date = '', time = ''] = startsLocal.split('T');
  return { title, description, date, time, timeZone, lengthMinutes: String(lengthMinutes) };
}
