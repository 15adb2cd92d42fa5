import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { publishFigures } from '#src/visits/publish-figures.ts';
import type { Device, PageGroup } from '#src/visits/rules.ts';
import { FIREFOX } from '#test/support/browsers.ts';
import type { Client } from '#test/support/client.ts';
import { execute } from '#test/support/database-server.ts';
import { everybodyMovesIn, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';

let site: Site;
let dev: Client;
let now = new Date('2026-11-20T08:00:00Z');
beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
  dev = await signIn(site.visit(), 'dev');
});
afterAll(() => site.close());
beforeEach(() => {
  now = new Date('2026-11-22T20:00:00Z');
});

/** So many visitors of a day, each on one page and then on it once more. */
async function came(day: string, count: number, pageGroup: PageGroup, device: Device): Promise<void> {
  const pseudonym = (number: number) => `${pageGroup}-${device}-${number}-`.padEnd(43, '0');
  const once = Array.from({ length: count }, (_, number) => ({ pageGroup, device, pseudonym: pseudonym(number) }));
  const facts = [...once, ...once];
  const rest = { day: new Date(day), browser: 'firefox' };
  await site.parts.db.visitFact.createMany({ data: facts.map((fact) => ({ ...fact, ...rest })) });
}

const published = async (day: string) => {
  const rows = await site.parts.db.publishedFigure.findMany({ where: { day: new Date(day) } });
  return Object.fromEntries(rows.map(({ cut, cell, value }) => [`${cut} ${cell}`, value]));
};

test('while nothing is published, the page says so and there is nothing to give', async () => {
  expect((await dev.get('/admin/statistics/figures')).html).toContain('No figures are published yet');
  const form = { recipient: 'Klarzahl GmbH', reason: 'A talk', from: '2026-11-20', to: '2026-11-20' };
  expect((await dev.post('/admin/statistics/figures', form)).html).toContain('so there is nothing to give');
});

test('the day before is published once, from one in the morning on, and what comes late is not (PP-10.2)', async () => {
  await came('2026-11-21', 47, 'home', 'phone');
  await came('2026-11-21', 9, 'offers', 'computer');
  // Whoever opens more pages is still one visitor, where they began.
  const again = { day: new Date('2026-11-21'), browser: 'firefox', device: 'phone', pageGroup: 'offers' };
  const pseudonyms = Array.from({ length: 47 }, (_, number) => `home-phone-${number}-`.padEnd(43, '0'));
  await site.parts.db.visitFact.createMany({ data: pseudonyms.map((pseudonym) => ({ ...again, pseudonym })) });
  // The day itself is not told of while it goes on.
  await came('2026-11-22', 80, 'home', 'phone');

  now = new Date('2026-11-22T00:59:59Z');
  await publishFigures(site.parts);
  expect(await published('2026-11-21')).toEqual({});
  now = new Date('2026-11-22T01:00:00Z');
  await Promise.all([publishFigures(site.parts), publishFigures(site.parts)]);
  const first = { 'page home': 40, 'device phone': 40, 'page-device home-phone': 40 };
  expect(await published('2026-11-21')).toEqual(first);

  await came('2026-11-21', 30, 'offers', 'computer');
  now = new Date('2026-11-22T02:00:00Z');
  await publishFigures(site.parts);
  expect(await published('2026-11-21')).toEqual(first);
  expect(await published('2026-11-22')).toEqual({});
});

test('whoever refuses to be counted is in no figure', async () => {
  now = new Date('2026-11-24T20:00:00Z');
  for (let number = 0; number < 20; number++) await site.visit().get('/', { ...FIREFOX, 'sec-gpc': '1' });
  await site.parts.visits.settled();
  now = new Date('2026-11-25T01:00:00Z');
  await publishFigures(site.parts);
  expect(await published('2026-11-24')).toEqual({});
});

test('one browser that keeps no cookies is a new visitor on each page, and in no figure (PP-10.2)', async () => {
  now = new Date('2026-11-26T20:00:00Z');
  for (let number = 0; number < 20; number++) await site.visit().get('/', FIREFOX);
  await site.parts.visits.settled();
  expect(await site.parts.db.visitFact.count({ where: { day: new Date('2026-11-26') } })).toBe(20);
  now = new Date('2026-11-27T01:00:00Z');
  await publishFigures(site.parts);
  expect(await published('2026-11-26')).toEqual({});
});

test('Dev gives figures to a company: it is written down, listed, and the file holds what was published and no more', async () => {
  const form = { recipient: 'Klarzahl GmbH', reason: '=Their newsletter', from: '2026-11-01', to: '2026-11-21' };
  expect((await dev.post('/admin/statistics/figures', form)).location).toBe('/admin/statistics/figures#given');

  const { html } = await dev.get('/admin/statistics/figures');
  expect(html).toContain('Klarzahl GmbH');
  const [, file = ''] = /href="(\/admin\/statistics\/figures\/\d+\/figures\.csv)">3 figures/.exec(html) ?? [];
  const csv = await dev.get(file);
  expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="figures-\d+\.csv"$/);
  expect(csv.html.replace('\uFEFF', '').split('\r\n')).toEqual([
    '"Day (UTC)","Cut","Cell","Visitors, rounded down"',
    '"2026-11-21","device","phone","40"',
    '"2026-11-21","page","home","40"',
    '"2026-11-21","page-device","home-phone","40"',
    '',
  ]);
  const [handout] = await site.parts.db.figureHandout.findMany();
  expect(handout).toMatchObject({ recipient: 'Klarzahl GmbH', rows: 3, fromDay: new Date('2026-11-01') });
});

test.each([
  [{ recipient: '' }, 'Enter who gets the figures.'],
  [{ reason: ' ' }, 'Say what they want them for.'],
  [{ from: '21.11.2026' }, 'Enter the first day'],
  [{ from: '2026-02-31' }, 'Enter the first day'],
  [{ from: '0000-01-01' }, 'Enter the first day'],
  [{ to: '2026-11-31' }, 'Enter the last day'],
  [{ to: '2026-10-01' }, 'Enter a day that is not before the first one.'],
  [{ to: '2026-11-30' }, 'Figures are published up to 2026-11-21.'],
  [{ from: '2026-11-01', to: '2026-11-02' }, 'Nothing was published of these days.'],
])('figures are not given with %o', async (wrong, sentence) => {
  const form = { recipient: 'Klarzahl GmbH', reason: 'A talk', from: '2026-11-01', to: '2026-11-21', ...wrong };
  const { status, html } = await dev.post('/admin/statistics/figures', form);
  expect(status).toBe(422);
  expect(html).toContain(sentence);
});

test('the role that reads figures can read nothing else: every table, and every way to change one, is refused', async () => {
  const { db } = site.parts;
  const relations = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'pgboss') AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY 1`;
  const asFigures = <T>(statement: string) =>
    db.transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('role', regexp_replace(current_user, '_app$', '_figures'), true)`;
      return tx.$queryRawUnsafe<T[]>(statement);
    });

  expect(relations.length).toBeGreaterThan(40);
  for (const { name } of relations) {
    const isTheView = name === 'public."FiguresForOthers"';
    if (isTheView) expect(await asFigures(`SELECT * FROM ${name}`)).toHaveLength(3);
    else await expect(asFigures(`SELECT * FROM ${name}`), name).rejects.toThrow('permission denied');
    await expect(asFigures(`DELETE FROM ${name}`), name).rejects.toThrow('permission denied');
  }
  await expect(asFigures('CREATE TABLE public.copy AS SELECT 1')).rejects.toThrow('permission denied');
  const columns = await asFigures<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'public."FiguresForOthers"'::regclass AND attnum > 0`,
  );
  expect(columns.map(({ name }) => name)).toEqual(['day', 'cut', 'cell', 'value']);
});

test('nor can it call a function of ours or of the queue, or see where a sequence stands', async () => {
  const { rows } = await execute(
    site.parts.config.DATABASE_URL ?? '',
    `SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('public', 'pgboss') AND has_function_privilege(current_database() || '_figures', p.oid, 'EXECUTE')
     UNION ALL
     SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'pgboss') AND CASE WHEN c.relkind = 'S'
       THEN has_sequence_privilege(current_database() || '_figures', c.oid, 'USAGE, SELECT, UPDATE') END`,
  );
  expect(rows).toEqual([]);
});

test('nobody can sign in to the database as that role', async () => {
  const { rows } = await execute(
    site.parts.config.DATABASE_URL ?? '',
    `SELECT rolcanlogin AS "canLogin" FROM pg_roles WHERE rolname = current_database() || '_figures'`,
  );
  expect(rows).toEqual([{ canLogin: false }]);
});
