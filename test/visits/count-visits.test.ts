import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { routes } from '#src/app.ts';
import { clearVisits } from '#src/visits/clear-visits.ts';
import { browserIn, groupOf } from '#src/visits/rules.ts';
import { CHROME, FIREFOX, IPHONE } from '#test/support/browsers.ts';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, firstWebinarOf, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';

let site: Site;
let now = new Date('2026-11-22T20:00:00Z');
beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());
beforeEach(async () => {
  now = new Date('2026-11-22T20:00:00Z');
  await site.parts.db.visitFact.deleteMany();
  await site.parts.db.dailySalt.deleteMany();
});

async function counted() {
  await site.parts.visits.settled();
  return site.parts.db.visitFact.findMany({ orderBy: { id: 'asc' } });
}

test('a visit leaves its day, a kind of page, a family of browsers, a size and a pseudonym, and nothing else (PP-07.3)', async () => {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  const visitor = site.visit();
  await visitor.get('/', FIREFOX);
  await visitor.get(`/w/${code}?from=a-friend&gclid=1234`, FIREFOX);

  const [home, webinar, ...more] = await counted();
  const pseudonym = expect.stringMatching(/^[\w-]{43}$/);
  const seen = { browser: 'firefox', device: 'computer', pseudonym, collectedVia: null, day: new Date('2026-11-22') };
  expect(home).toEqual({ id: expect.any(BigInt), pageGroup: 'home', ...seen });
  expect(webinar).toEqual({ id: expect.any(BigInt), pageGroup: 'webinars', ...seen });
  expect(webinar?.pseudonym).toBe(home?.pseudonym);
  expect(more).toEqual([]);
});

test('no row anywhere holds the cookie, the address of the network, the page or what the browser says of itself', async () => {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  const visitor = site.visit();
  await visitor.get(`/w/${code}?canary=kingfisher`, { ...IPHONE, referer: 'https://elsewhere.example/kingfisher' });
  const [, random = 'none'] = visitor.cookies.get('vid')?.split('.') ?? [];
  expect(await counted()).toHaveLength(1);

  const rows = await everythingStored();
  for (const trace of [random, 'kingfisher', '127.0.0.1', 'AppleWebKit']) expect(rows, trace).not.toContain(trace);
  expect(site.logged.join('\n')).not.toContain(random);
});

async function everythingStored(): Promise<string> {
  const tables = await site.parts.db.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  const rows = await Promise.all(
    tables.map(({ name }) =>
      site.parts.db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`),
    ),
  );
  return rows
    .flat()
    .map(({ row }) => row)
    .join('\n');
}

const PROGRAMS = [
  'Mozilla/5.0 (compatible; Pingdom.com_bot_version_1.4_(http://www.pingdom.com/))',
  'Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)',
  'Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1',
  `${CHROME['user-agent']} (+https://example.com/about-us)`,
];
const AHEAD = { 'sec-purpose': 'prefetch', 'purpose': 'prefetch', 'x-purpose': 'preview', 'x-moz': 'prefetch' };

describe('nobody is counted', () => {
  const visits: [who: string, visit: (visitor: Client) => Promise<unknown>][] = [
    ['whose browser sends Global Privacy Control', (visitor) => visitor.get('/', { ...FIREFOX, 'sec-gpc': '1' })],
    ['whose browser sends Do Not Track', (visitor) => visitor.get('/', { ...FIREFOX, dnt: '1' })],
    [
      'who refused it in this browser, also where a cookie of the day is left',
      async (visitor) => {
        visitor.cookies.set('no-statistics', 'yes');
        await visitor.get('/', FIREFOX);
      },
    ],
    [
      'who is signed in',
      async (visitor) => {
        await signIn(visitor, 'ben');
        await visitor.get('/', FIREFOX);
      },
    ],
    ['who is a program', (visitor) => visitor.get('/', { 'user-agent': 'Mozilla/5.0 (compatible; Examplebot/2.1)' })],
    ['who says nothing of themselves', (visitor) => visitor.get('/', { 'user-agent': '' })],
    ...PROGRAMS.map((says): (typeof visits)[number] => [
      `who is a program: ${says}`,
      (visitor) => visitor.get('/', { 'user-agent': says }),
    ]),
    ...Object.entries(AHEAD).map(([name, says]): (typeof visits)[number] => [
      `whose browser fetches ahead and says ${name}`,
      (visitor) => visitor.get('/', { ...CHROME, [name]: says }),
    ]),
    ['who asks only whether the page is there', () => fetch(site.url, { method: 'HEAD', headers: FIREFOX })],
    ['on a page that is not for it', (visitor) => visitor.get('/sign-in', FIREFOX)],
    ['where there is no page', (visitor) => visitor.get('/w/00000-00000', FIREFOX)],
  ];
  test.each(visits)('%s', async (_who, visit) => {
    await visit(site.visit());
    expect(await counted()).toEqual([]);
  });
});

test('two browsers are two visitors, one browser with a forged cookie is a new one', async () => {
  const [one, other] = [site.visit(), site.visit()];
  await one.get('/', FIREFOX);
  await other.get('/', FIREFOX);
  one.cookies.set('vid', other.cookies.get('vid')?.replace(/[\w-]{43}$/, 'A'.repeat(43)) ?? '');
  await one.get('/', FIREFOX);
  expect(new Set((await counted()).map(({ pseudonym }) => pseudonym)).size).toBe(3);
});

test('nothing links two days: another cookie, another salt, another pseudonym', async () => {
  const visitor = site.visit();
  await visitor.get('/', FIREFOX);
  await counted();
  now = new Date('2026-11-23T08:00:00Z');
  await visitor.get('/', FIREFOX);

  const [first, second] = await counted();
  expect(first?.pseudonym).not.toBe(second?.pseudonym);
  const salts = await site.parts.db.dailySalt.findMany();
  expect(new Set(salts.map(({ salt }) => salt)).size).toBe(2);
});

test('once the salt is gone, 48 hours after its day began, nobody can make the pseudonym again, whatever they know (PP-07.3)', async () => {
  const visitor = site.visit();
  await visitor.get('/', FIREFOX);
  const [fact] = await counted();
  const cookie = visitor.cookies.get('vid') ?? '';
  const known = [cookie, cookie.slice(0, cookie.lastIndexOf('.')), ...cookie.split('.')];
  const made = (keys: readonly string[]) =>
    keys.flatMap((key) => known.map((text) => createHmac('sha256', key).update(text).digest('base64url')));
  const salts = async () => (await site.parts.db.dailySalt.findMany()).map(({ salt }) => salt);

  expect(made(await salts())).toContain(fact?.pseudonym);

  now = new Date('2026-11-23T22:59:59Z');
  await clearVisits(site.parts);
  expect(await salts()).toHaveLength(1);
  // The job comes every hour: whenever it does, 48 hours are not over.
  now = new Date('2026-11-23T23:00:00Z');
  await clearVisits(site.parts);
  expect(await salts()).toEqual([]);

  // The browser comes back with its old cookie, and the page takes it for nobody's.
  visitor.cookies.set('vid', cookie);
  await visitor.get('/', FIREFOX);
  expect((await counted()).map(({ day }) => day.toISOString().slice(0, 10))).toEqual(['2026-11-22', '2026-11-23']);
  const keys = Object.values(site.parts.secrets).filter((secret) => typeof secret === 'string');
  expect(made([...(await salts()), ...keys])).not.toContain(fact?.pseudonym);
});

test('visits go after 30 days', async () => {
  await site.visit().get('/', FIREFOX);
  expect(await counted()).toHaveLength(1);

  now = new Date('2026-12-21T23:00:00Z');
  await clearVisits(site.parts);
  expect(await counted()).toHaveLength(1);
  now = new Date('2026-12-22T00:00:00Z');
  await clearVisits(site.parts);
  expect(await counted()).toEqual([]);
});

test('the page does not wait for being counted, and comes also where counting fails', async () => {
  const visitor = site.visit();
  await site.parts.db.transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE "DailySalt" IN ACCESS EXCLUSIVE MODE`;
    expect((await visitor.get('/', FIREFOX)).status).toBe(200);
  });
  expect(await counted()).toHaveLength(1);
});

test('every page that may be counted is in the closed list of kinds of pages', () => {
  const pages = routes(site.parts).filter((route) => route.counted === true);
  expect(pages.filter(({ path }) => groupOf(path) === undefined).map(({ path }) => path)).toEqual([]);
});

test.each([
  [FIREFOX, 'firefox computer'],
  [CHROME, 'chrome computer'],
  [IPHONE, 'safari phone'],
  [{ 'user-agent': `${CHROME['user-agent']} Edg/142.0` }, 'edge computer'],
  [
    { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36' },
    'chrome phone',
  ],
  [{ 'user-agent': 'Mozilla/5.0 (Haiku) Something/1.0' }, 'other computer'],
  [{ 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/142.0' }, undefined],
  [{ 'user-agent': 'curl/8.9' }, undefined],
])('%o counts as %s', (headers, expected) => {
  const kind = browserIn(headers['user-agent']);
  expect(kind && `${kind.browser} ${kind.device}`).toBe(expected);
});
