import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '#src/app.ts';
import type { WebinarCode, WebinarId } from '#src/platform/ids.ts';
import { cancel } from '#src/webinars/cancel.ts';
import { endWebinar } from '#src/webinars/end.ts';
import { goLive } from '#src/webinars/go-live.ts';
import { schedule } from '#src/webinars/schedule.ts';
import type { Client } from './support/client.ts';
import { everybodyMovesIn, idOf, passesAge, signIn } from './support/everybody.ts';
import { openSite, type Site } from './support/site.ts';

const STATES = ['upcoming', 'live', 'ended', 'cancelled'] as const;
type State = (typeof STATES)[number];
const VISITORS = ['nobody', 'ben', 'ada'] as const;
type VisitorName = (typeof VISITORS)[number];

/**
 * In the order of the states. Ada is the host. A form that is turned down tells that it would be read: 422. Cancelling
 * what is cancelled is no mistake.
 */
const EXPECTED: Record<string, Record<VisitorName, [number, number, number, number]>> = {
  'GET /w/:code': { nobody: [200, 200, 200, 200], ben: [200, 200, 200, 200], ada: [200, 200, 200, 200] },
  'GET /w/:code/room': { nobody: [200, 200, 410, 410], ben: [200, 200, 410, 410], ada: [200, 200, 410, 410] },
  'POST /w/:code/guests': { nobody: [303, 303, 410, 410], ben: [303, 303, 410, 410], ada: [303, 303, 410, 410] },
  'GET /webinars/:code/attendance': {
    nobody: [303, 303, 303, 303],
    ben: [404, 404, 404, 404],
    ada: [200, 200, 200, 200],
  },
  'GET /webinars/:code/attendance.csv': {
    nobody: [303, 303, 303, 303],
    ben: [404, 404, 404, 404],
    ada: [200, 200, 200, 200],
  },
  'POST /w/:code/email-sharing': { nobody: [303, 303, 303, 303], ben: [303, 303, 303, 409], ada: [403, 403, 403, 403] },
  'GET /webinars/:code/surveys': { nobody: [303, 303, 303, 303], ben: [404, 404, 404, 404], ada: [200, 200, 200, 200] },
  'GET /webinars/:code/surveys/new': {
    nobody: [303, 303, 303, 303],
    ben: [404, 404, 404, 404],
    ada: [200, 200, 200, 200],
  },
  'POST /webinars/:code/surveys': {
    nobody: [303, 303, 303, 303],
    ben: [404, 404, 404, 404],
    ada: [422, 422, 422, 422],
  },
  'GET /webinars/:code/contests/new': {
    nobody: [303, 303, 303, 303],
    ben: [404, 404, 404, 404],
    ada: [200, 200, 200, 200],
  },
  'POST /webinars/:code/contests': {
    nobody: [303, 303, 303, 303],
    ben: [404, 404, 404, 404],
    ada: [422, 422, 422, 422],
  },
  'GET /webinars/:code/edit': { nobody: [303, 303, 303, 303], ben: [404, 404, 404, 404], ada: [200, 409, 409, 409] },
  'POST /webinars/:code': { nobody: [303, 303, 303, 303], ben: [404, 404, 404, 404], ada: [422, 422, 422, 422] },
  'GET /webinars/:code/cancellation': {
    nobody: [303, 303, 303, 303],
    ben: [404, 404, 404, 404],
    ada: [200, 409, 409, 409],
  },
  'POST /webinars/:code/cancellation': {
    nobody: [303, 303, 303, 303],
    ben: [404, 404, 404, 404],
    ada: [303, 409, 409, 303],
  },
};

let site: Site;
const codes = new Map<State, WebinarCode>();

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  for (const state of STATES) codes.set(state, await webinarThatIs(state));
});
afterAll(() => site.close());

test('every address of one webinar has a row here', () => {
  const ofOne = routes(site.parts).filter(({ path }) => /^\/(w|webinars)\/:code/.test(path));
  expect(Object.keys(EXPECTED).toSorted()).toEqual(ofOne.map(({ method, path }) => `${method} ${path}`).toSorted());
});

describe.each(VISITORS)('as %s', (who) => {
  test.each(Object.entries(EXPECTED))('%s', async (route, expected) => {
    const visitor = who === 'nobody' ? await passesAge(site.visit()) : await signIn(site.visit(), who);
    const answers: number[] = [];
    for (const state of STATES) answers.push(await asks(visitor, route, state));
    expect(answers).toEqual(expected[who]);
  });
});

test('a webinar that is live, over or cancelled keeps what it was, whatever its host sends', async () => {
  const ada = await signIn(site.visit(), 'ada');
  for (const state of ['live', 'ended', 'cancelled'] as const) {
    const { status } = await ada.post(`/webinars/${codes.get(state)}`, { ...form, title: 'Something else' });
    expect([state, status]).toEqual([state, 409]);
  }
  expect(await site.parts.db.webinar.count({ where: { title: 'Something else' } })).toBe(0);
});

const form = {
  title: 'Sourdough',
  description: '',
  date: '2031-03-05',
  time: '18:00',
  timeZone: 'Europe/Paris',
  lengthMinutes: '60',
};

async function webinarThatIs(state: State): Promise<WebinarCode> {
  const host = await idOf(site.parts, 'ada');
  const { code } = await schedule(site.parts, host, { ...form, lengthMinutes: 60 });
  const { id } = await site.parts.db.webinar.findUniqueOrThrow({ where: { code } });

  if (state === 'cancelled') await cancel(site.parts, { code, hostId: host });
  if (state === 'live' || state === 'ended') await goLive(site.parts, id as WebinarId);
  if (state === 'ended') await endWebinar(site.parts, id as WebinarId);
  return code;
}

async function asks(visitor: Client, route: string, state: State): Promise<number> {
  const [method, path = ''] = route.replace(':code', codes.get(state) ?? '').split(' ');
  if (method === 'GET') return (await visitor.get(path)).status;

  const fields: Record<string, string> = path.endsWith('/guests')
    ? { name: 'Chloé Martin' }
    : path.endsWith('/cancellation')
      ? {}
      : path.endsWith('/email-sharing')
        ? { act: 'share', share: 'yes' }
        : { title: '' };
  return (await visitor.post(path, fields)).status;
}
