import { promisify } from 'node:util';
import type { SessionData } from 'express-session';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clearExpired } from '#src/accounts/clear-expired.ts';
import { openSessionStore, sessionKey } from '#src/accounts/session-store.ts';
import type { PersonId } from '#src/platform/ids.ts';
import { openLog } from '#src/platform/log.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { personIn } from '../support/people.ts';

const START = new Date('2026-11-01T12:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SID = 'what the cookie of this browser holds';

let database: FreshDatabase;
let ada: PersonId;
let now = START;
const clock = () => now;
const after = (milliseconds: number) => {
  now = new Date(START.getTime() + milliseconds);
};

beforeAll(async () => {
  database = await freshDatabase();
  ada = await personIn(database.db, 'ada');
});
beforeEach(async () => {
  await database.db.session.deleteMany();
  after(0);
});
afterAll(() => database.drop());

function open() {
  const store = openSessionStore({ db: database.db, clock });
  return {
    get: promisify<string, SessionData | null | undefined>((sid, done) => store.get(sid, done)),
    set: promisify<string, object, void>((sid, session, done) => store.set(sid, session as SessionData, done)),
    destroy: promisify<string, void>((sid, done) => store.destroy(sid, done)),
  };
}
const adas = () => ({ cookie: { originalMaxAge: 7 * DAY }, passport: { user: ada } });
const rows = () => database.db.session.findMany();

test('a session is found again by what the cookie holds, and the table holds only its hash', async () => {
  const store = open();
  await store.set(SID, adas());

  expect(await store.get(SID)).toEqual(adas());
  expect(await store.get(`${SID}.`)).toBeNull();
  expect(await rows()).toMatchObject([{ id: sessionKey(SID), personId: ada, createdAt: START }]);
  await store.destroy(SID);
  expect(await store.get(SID)).toBeNull();
});

test('a session that holds nothing is not kept', async () => {
  const store = open();
  await store.set(SID, { cookie: { originalMaxAge: 7 * DAY } });

  expect(await rows()).toEqual([]);
});

test('use is written down once a minute, and moves the end', async () => {
  const store = open();
  await store.set(SID, adas());
  after(59_000);
  await store.get(SID);
  expect(await rows()).toMatchObject([{ seenAt: START }]);

  after(2 * MINUTE);
  await store.get(SID);
  expect(await rows()).toMatchObject([{ seenAt: now, expiresAt: new Date(now.getTime() + 7 * DAY) }]);
});

test('a week without use ends it', async () => {
  const store = open();
  await store.set(SID, adas());
  after(7 * DAY);

  expect(await store.get(SID)).toBeNull();
});

test('a month ends it, used or not', async () => {
  const store = open();
  await store.set(SID, adas());
  for (const day of [6, 12, 18, 24, 29]) {
    after(day * DAY);
    expect(await store.get(SID)).toEqual(adas());
  }
  after(30 * DAY);

  expect(await store.get(SID)).toBeNull();
});

test('what has ended is removed: sessions, links a week past their end, and counts of tries', async () => {
  const { db } = database;
  const store = open();
  await store.set(SID, adas());
  const link = {
    personId: ada,
    purpose: 'reset_password',
    createdAt: START,
    expiresAt: new Date(START.getTime() + 60 * MINUTE),
  } as const;
  await db.mailedLink.create({ data: { hash: sessionKey('a link'), ...link } });
  await db.rateLimiterFlexible.create({
    data: { key: 'counts:x', points: 3, expire: new Date(START.getTime() + DAY) },
  });
  const log = openLog('silent');

  after(6 * DAY);
  await clearExpired({ db, clock, log });
  expect([await db.session.count(), await db.mailedLink.count(), await db.rateLimiterFlexible.count()]).toEqual([
    1, 1, 0,
  ]);
  after(8 * DAY);
  await clearExpired({ db, clock, log });
  expect([await db.session.count(), await db.mailedLink.count()]).toEqual([0, 0]);
});
