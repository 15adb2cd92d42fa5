import { afterAll, beforeAll, expect, test } from 'vitest';
import { webinars } from '#prisma/cast.ts';
import type { PersonId } from '#src/platform/ids.ts';
import { webinarByCode } from '#src/webinars/find-webinar.ts';
import { schedule } from '#src/webinars/schedule.ts';
import { type FreshDatabase, freshDatabase } from '#test/support/database.ts';
import { personIn } from '#test/support/people.ts';
import { planned } from './planned.ts';

const now = new Date('2026-12-01T12:00Z');
const clock = () => now;
let database: FreshDatabase;
let ada: PersonId;

beforeAll(async () => {
  database = await freshDatabase();
  ada = await personIn(database.db, 'ada');
});
afterAll(() => database.drop());

test('a scheduled webinar keeps what the host wrote and the instant it stands for', async () => {
  const { db } = database;
  const { code } = await schedule({ db, clock }, ada, planned({ date: '2026-12-08', time: '18:00' }));

  const webinar = await webinarByCode({ db }, code);
  expect(webinar.hostName.value).toBe('Ada Okafor');
  expect(webinar).toMatchObject({
    code,
    title: webinars.mushrooms.title,
    hostId: ada,
    startsLocal: '2026-12-08T18:00',
    timeZone: 'Europe/Paris',
    startsAt: new Date('2026-12-08T17:00Z'),
    lengthMinutes: 60,
    liveAt: null,
    endedAt: null,
    cancelledAt: null,
  });
});

test('a time that clocks skip is kept as it was written, and the webinar starts after the gap', async () => {
  const { db } = database;
  const { code } = await schedule({ db, clock }, ada, planned({ date: '2027-03-28', time: '02:30' }));

  expect(await webinarByCode({ db }, code)).toMatchObject({
    startsLocal: '2027-03-28T02:30',
    startsAt: new Date('2027-03-28T01:00Z'),
  });
});

test('a start that has passed is refused beside the day, and nothing is kept', async () => {
  const { db } = database;
  const before = await db.webinar.count();

  await expect(schedule({ db, clock }, ada, planned({ date: '2026-12-01', time: '12:44' }))).rejects.toMatchObject({
    code: 'invalid',
    problems: { date: expect.stringMatching(/has passed/) as string },
  });
  expect(await db.webinar.count()).toBe(before);
});

test('a host who writes "now" has a quarter of an hour to send the form', async () => {
  const { db } = database;
  const { code } = await schedule({ db, clock }, ada, planned({ date: '2026-12-01', time: '12:45' }));
  expect((await webinarByCode({ db }, code)).startsAt).toEqual(new Date('2026-12-01T11:45Z'));
});

test('scheduling is noted with ids and no words', async () => {
  const { db } = database;
  const { id } = await schedule({ db, clock }, ada, planned({ date: '2026-12-09' }));
  const notes = await db.auditNote.findMany({
    where: { event: 'webinar.scheduled', facts: { path: ['webinar'], equals: id } },
  });

  expect(notes).toMatchObject([{ about: ada, by: ada, at: now, facts: { webinar: id } }]);
});

test('there is nothing at a code that was never given out', async () => {
  const { db } = database;
  const { code } = await schedule({ db, clock }, ada, planned({}));
  await db.webinar.deleteMany({ where: { code } });

  await expect(webinarByCode({ db }, code)).rejects.toMatchObject({ code: 'not-found' });
});
