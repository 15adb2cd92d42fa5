import { z } from 'zod';
import { type Problems, Refusal } from '../platform/errors.ts';
import { type Entered, type Reply, type Route, route, type SignedIn, type Visit } from '../platform/http/route.ts';
import type { WebinarCode } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { cancel } from './cancel.ts';
import { decideSharing, sharingOf } from './decide-sharing.ts';
import { edit } from './edit.ts';
import { webinarByCode, webinarOfHost } from './find-webinar.ts';
import { listAddresses, listAttendance } from './list-attendance.ts';
import { listWebinars } from './list-webinars.ts';
import { attendancePage, attendanceTable, publicPage, row, sharingPart } from './pages.ts';
import { mayChange, stateOf } from './rules.ts';
import { schedule } from './schedule.ts';
import { SharingForm, WebinarForm, WebinarPlace } from './schema.ts';
import type { Webinar } from './store.ts';

/** A host plans a handful a day; a script that plans hundreds fills the table. Per address and hour. */
const PLANNING = { points: 120, seconds: 3600 };

/** More than anybody changes their mind in an hour. */
const SHARING = { points: 60, seconds: 3600 };

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
    handle: (visit) => show(parts, visit, { done: visit.query.done }),
  }),

  route({
    method: 'POST',
    path: '/w/:code/email-sharing',
    who: 'member',
    rate: SHARING,
    params: WebinarPlace,
    body: SharingForm,
    again: (visit: AtPlace, entered, problems) => show(parts, visit, { entered, problems }),
    async handle({ person, params, body }) {
      const webinar = await webinarByCode(parts, params.code);
      await decideSharing(parts, webinar, { personId: member(person).id, share: body.act === 'share' });
      return { redirect: `/w/${params.code}#email-sharing` };
    },
  }),

  route({
    method: 'GET',
    path: '/webinars/:code/attendance',
    who: 'member',
    params: WebinarPlace,
    async handle({ person, params }) {
      const list = await listAttendance(parts, { code: params.code, hostId: member(person).id });
      const title = `Who came to “${list.webinar.title}”`;
      return { page: 'webinars/attendance', title, model: attendancePage(list, parts.clock()) };
    },
  }),

  route({
    method: 'GET',
    path: '/webinars/:code/attendance.csv',
    who: 'member',
    params: WebinarPlace,
    async handle({ person, params }) {
      const list = await listAddresses(parts, { code: params.code, hostId: member(person).id });
      return { csv: attendanceTable(list), name: `attendance-${params.code}.csv` };
    },
  }),
];

type Showing = { done?: keyof typeof BANNERS | undefined; entered?: Entered; problems?: Problems };

/** The public page, with what the visitor has just done or has still to say. */
async function show(parts: Parts, visit: AtPlace, { done, entered = {}, problems }: Showing): Promise<Reply> {
  const { person, settings } = visit;
  const webinar = await webinarByCode(parts, visit.params.code);
  const seen = publicPage(webinar, { now: parts.clock(), person, settings, baseUrl: parts.config.BASE_URL });
  const banner = seen.is.host && done !== undefined ? BANNERS[done] : undefined;
  const sharing = person !== undefined && !seen.is.host ? await sharingFor(parts, webinar, person) : undefined;
  return {
    page: 'webinars/show',
    title: titleOf(webinar.title, banner),
    model: { ...seen, done: banner, sharing, entered, problems },
  };
}

const sharingFor = async (parts: Parts, webinar: Webinar, { id }: SignedIn) =>
  sharingPart(webinar, await sharingOf(parts, webinar, id), stateOf(webinar, parts.clock()));

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
