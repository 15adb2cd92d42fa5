import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '#src/app.ts';
import { type AttendeeId, newId, type SurveyCode } from '#src/platform/ids.ts';
import { places, read } from '#test/house/sources.ts';
import { type CastName, everybodyMovesIn, firstWebinarOf, idOf, signIn } from './support/everybody.ts';
import { openSite, type Site } from './support/site.ts';
import { figureGiven, visitorsCame } from './support/visits.ts';
import { asks, straw, wish } from './surveys/asked.ts';

/** What makes a formula of a cell (each spreadsheet takes some of them). */
const STARTS = ['=', '+', '-', '@', '\t', '\r'];
const hostile = (start: string) => `${start}1+1|cmd "calc", a`;
const FORMULAS = STARTS.map(hostile);

let site: Site;
let webinar: { id: string; code: string };
let survey: { id: string; code: SurveyCode };

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  webinar = await firstWebinarOf(site.parts, 'ada');
  const label = hostile('=').slice(0, 20);
  survey = await asks(site.parts, {
    questions: [
      { ...wish, label },
      { ...straw, options: '=Rye\n-Rye\n+Rye' },
    ],
  });
  await answersCome();
  await peopleCome();
  await visitorsCame(site.parts);
  await figureGiven(site.parts);
  await advertisementsLeft();
});
afterAll(() => site.close());

/** Planted in the tables themselves, past every door that would have turned some of it away. */
async function answersCome(): Promise<void> {
  const { db, clock } = site.parts;
  const at = clock();
  await db.surveyEntry.createMany({
    data: FORMULAS.map((text, index) => ({
      ...{ id: newId<string>(), surveyId: survey.id, number: index + 1, linkHash: newId<string>() },
      ...{ answers: JSON.stringify({ q1: text, q2: ['=Rye', '-Rye', '+Rye'][index % 3] }) },
      ...{ policyVersionId: 1, agePassedAt: at, at },
    })),
  });
}

async function advertisementsLeft(): Promise<void> {
  const { db, clock } = site.parts;
  const ads = FORMULAS.map((title) => ({ id: newId<string>(), title, text: title, path: '/' }));
  const addedBy = await idOf(site.parts, 'dev');
  await db.houseAd.createMany({ data: ads.map((ad) => ({ ...ad, addedBy, addedAt: clock() })) });
  await db.adCounter.createMany({ data: ads.map(({ id }) => ({ day: clock(), slot: 'home', ad: id, shown: 3 })) });
}

async function peopleCome(): Promise<void> {
  const { db, clock } = site.parts;
  const came = { webinarId: webinar.id, policyVersionId: 1, joinedAt: clock(), leftAt: null };
  const someone = () => ({ ...came, id: newId<string>(), attendeeId: newId<AttendeeId>() });
  await db.attendance.createMany({ data: FORMULAS.map((guestName) => ({ ...someone(), guestName })) });

  // An address may begin with some of them, and its owner may let the host write to it.
  for (const [who, start] of Object.entries({ ben: '=', chloe: '+' } as const) as ['ben' | 'chloe', string][]) {
    const personId = await idOf(site.parts, who);
    const client = await signIn(site.visit(), who);
    await client.post(`/w/${webinar.code}/email-sharing`, { act: 'share', share: 'yes' });
    const named = { name: hostile(start), email: `${start}${who}@anymeeting.example` };
    await db.attendance.create({ data: { ...someone(), personId } });
    await db.person.update({ where: { id: personId }, data: named });
  }
}

type Table = {
  who: CastName;
  at: () => string | Promise<string>;
  /** Whether what somebody typed can stand in it. The others hold words, codes and numbers of our own. */
  holdsText: boolean;
};

const TABLES: Record<string, Table> = {
  '/admin/people.csv': { who: 'eve', at: () => '/admin/people.csv', holdsText: false },
  '/webinars/:code/attendance.csv': {
    who: 'ada',
    at: () => `/webinars/${webinar.code}/attendance.csv`,
    holdsText: true,
  },
  '/surveys/:code/results.csv': { who: 'dev', at: () => `/surveys/${survey.code}/results.csv`, holdsText: true },
  '/admin/advertising.csv': { who: 'dev', at: () => '/admin/advertising.csv', holdsText: true },
  '/admin/statistics.csv': { who: 'dev', at: () => '/admin/statistics.csv?days=30', holdsText: false },
  '/admin/statistics/figures/:id/figures.csv': {
    who: 'dev',
    async at() {
      const { id } = await site.parts.db.figureHandout.findFirstOrThrow();
      return `/admin/statistics/figures/${id}/figures.csv`;
    },
    holdsText: false,
  },
};

test('every address that answers with a table is tried here', () => {
  const paths = routes(site.parts).flatMap(({ path }) => (path.endsWith('.csv') ? [path] : []));
  expect(paths.toSorted()).toEqual(Object.keys(TABLES).toSorted());
  // And no other page answers with one.
  const replies = places(read('src/**/*.ts'), /\bcsv:/).filter((place) => !place.startsWith('src/platform/'));
  expect(replies).toHaveLength(paths.length);
});

test.each(Object.keys(TABLES))('no cell of %s is a formula', async (path) => {
  const { who, at, holdsText } = TABLES[path] as Table;
  const { status, headers, html } = await (await signIn(site.visit(), who)).get(await at());
  const cells = cellsIn(html);

  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(headers.get('content-disposition')).toContain('attachment');
  expect(cells.filter((cell) => STARTS.some((start) => cell.startsWith(start)))).toEqual([]);
  expect(cells.length).toBeGreaterThan(4);
  if (holdsText) for (const formula of FORMULAS) expect(cells, formula).toContain(`'${formula}`);
});

test('addresses of people who let a host write to them are no formulas either', async () => {
  const { html } = await (await signIn(site.visit(), 'ada')).get(`/webinars/${webinar.code}/attendance.csv`);
  expect(cellsIn(html)).toEqual(expect.arrayContaining(["'=ben@anymeeting.example", "'+chloe@anymeeting.example"]));
});

/** Fails for a file in which a quote or a line has got out of its cell. */
function cellsIn(csv: string): string[] {
  const rows = csv.replace('\uFEFF', '');
  expect(rows).toMatch(/^(?:(?:"(?:[^"]|"")*",)*"(?:[^"]|"")*"\r\n)+$/);
  return Array.from(rows.matchAll(/"((?:[^"]|"")*)"/g), ([, cell = '']) => cell.replaceAll('""', '"'));
}
