import { afterEach, beforeEach, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { seedDemo } from '#prisma/seed.ts';
import { verifyPassword } from '#src/accounts/hash-password.ts';
import { readConfig } from '#src/platform/config.ts';
import { openLog } from '#src/platform/log.ts';
import type { Parts } from '#src/platform/parts.ts';
import { openViews } from '#src/platform/views.ts';
import { publishFirstPolicy } from '#src/policy/policy.ts';
import { type FreshDatabase, freshDatabase } from '#test/support/database.ts';
import { personIn } from '#test/support/people.ts';

const now = new Date('2026-12-01T12:02Z');
let database: FreshDatabase;

beforeEach(async () => {
  database = await freshDatabase();
  await publishFirstPolicy({ db: database.db, clock: () => now });
});
afterEach(() => database.drop());

/** The parts that seeding uses; letters are queued and go nowhere. */
const parts = (env: Record<string, string> = {}): Parts => ({
  config: readConfig(env),
  secrets: { session: 's', join: 'j', hash: 'h' },
  db: database.db,
  jobs: { queue: async () => {} },
  views: openViews(readConfig(env)),
  clock: () => now,
  log: openLog('silent'),
});

test('the cast has confirmed accounts with the password that the start prints, and no rights', async () => {
  expect(await seedDemo(parts())).toBe(true);
  const people = await database.db.person.findMany({ orderBy: { name: 'asc' } });

  expect(people.map(({ name, role }) => [name, role])).toEqual([
    [cast.ada.name, 'member'],
    [cast.ben.name, 'member'],
    [cast.chloe.name, 'member'],
  ]);
  expect(people.every(({ confirmedAt }) => confirmedAt !== null)).toBe(true);
  expect(await verifyPassword(castPassword, people[0]?.passwordHash)).toBe(true);
});

test('Ada has one webinar within the hour and one next week', async () => {
  await seedDemo(parts());
  const webinars = await database.db.webinar.findMany({ orderBy: { startsAt: 'asc' }, include: { host: true } });

  expect(webinars.map(({ host, startsAt, startsLocal }) => [host.name, startsAt.toISOString(), startsLocal])).toEqual([
    [cast.ada.name, '2026-12-01T12:35:00.000Z', '2026-12-01T13:35'],
    [cast.ada.name, '2026-12-08T17:00:00.000Z', '2026-12-08T18:00'],
  ]);
});

test('a second start changes nothing', async () => {
  await seedDemo(parts());
  const count = async () => [
    await database.db.person.count(),
    await database.db.webinar.count(),
    await database.db.auditNote.count(),
  ];
  const before = await count();

  expect(await seedDemo(parts())).toBe(true);
  expect(await count()).toEqual(before);
});

test('a first start that was cut short is made good by the next', async () => {
  await seedDemo(parts());
  const before = [await database.db.survey.count(), await database.db.ticket.count()];
  await database.db.survey.deleteMany();
  await database.db.webinar.deleteMany();
  await database.db.person.deleteMany({ where: { email: cast.chloe.email } });

  await seedDemo(parts());
  expect([await database.db.person.count(), await database.db.webinar.count()]).toEqual([3, 2]);
  expect([await database.db.survey.count(), await database.db.ticket.count()]).toEqual(before);
});

test('nobody gets demo accounts beside their own', async () => {
  await personIn(database.db, 'dev');
  expect(await seedDemo(parts())).toBe(false);
  expect(await database.db.person.count()).toBe(1);
});

test('a site that others can reach gets no account with a known password', async () => {
  const open = { BASE_URL: 'https://meet.example' };
  const mailing = { SMTP_URL: 'smtp://relay.example:25' };

  expect(await Promise.all([seedDemo(parts(open)), seedDemo(parts(mailing))])).toEqual([false, false]);
  expect(await database.db.person.count()).toBe(0);
});
