import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonId } from '#src/platform/ids.ts';
import { cancel } from '#src/webinars/cancel.ts';
import { edit } from '#src/webinars/edit.ts';
import { endWebinar } from '#src/webinars/end.ts';
import { webinarByCode } from '#src/webinars/find-webinar.ts';
import { goLive } from '#src/webinars/go-live.ts';
import { schedule } from '#src/webinars/schedule.ts';
import { type FreshDatabase, freshDatabase } from '#test/support/database.ts';
import { personIn } from '#test/support/people.ts';
import { planned } from './planned.ts';

const now = new Date('2026-12-01T12:00Z');
const clock = () => now;
let database: FreshDatabase;
let ada: PersonId;
let ben: PersonId;

beforeAll(async () => {
  database = await freshDatabase();
  [ada, ben] = [await personIn(database.db, 'ada'), await personIn(database.db, 'ben')];
});
afterAll(() => database.drop());

const parts = () => ({ db: database.db, clock });
const scheduled = () => schedule(parts(), ada, planned({}));

test('the host changes words and time', async () => {
  const { code } = await scheduled();
  await edit(
    parts(),
    { code, hostId: ada },
    planned({ title: 'Oyster mushrooms', date: '2026-12-09', lengthMinutes: 90 }),
  );

  const webinar = await webinarByCode(parts(), code);
  expect(webinar).toMatchObject({
    title: 'Oyster mushrooms',
    startsAt: new Date('2026-12-09T17:00Z'),
    lengthMinutes: 90,
  });
});

test('somebody else gets the answer for nothing at all, and changes nothing', async () => {
  const { code } = await scheduled();
  const before = await webinarByCode(parts(), code);

  const own = { code, hostId: ben };
  await expect(edit(parts(), own, planned({ title: 'Mine now' }))).rejects.toMatchObject({ code: 'not-found' });
  await expect(cancel(parts(), own)).rejects.toMatchObject({ code: 'not-found' });
  expect(await webinarByCode(parts(), code)).toEqual(before);
});

test('a webinar cannot be moved into the past, but words may change after its time has come', async () => {
  const { code } = await scheduled();
  const late = { db: database.db, clock: () => new Date('2026-12-08T17:40Z') };

  const past = planned({ date: '2026-12-07' });
  await expect(edit(late, { code, hostId: ada }, past)).rejects.toMatchObject({ code: 'invalid' });
  await edit(late, { code, hostId: ada }, planned({ title: 'Better late' }));
  expect((await webinarByCode(parts(), code)).title).toBe('Better late');
});

test('what is live, has ended or was cancelled can be neither changed nor cancelled', async () => {
  const [live, ended, cancelled] = [await scheduled(), await scheduled(), await scheduled()];
  await goLive(parts(), live.id);
  await endWebinar(parts(), ended.id);
  await cancel(parts(), { code: cancelled.code, hostId: ada });

  for (const { code } of [live, ended, cancelled]) {
    const editing = edit(parts(), { code, hostId: ada }, planned({ title: 'Too late' }));
    await expect(editing).rejects.toMatchObject({ code: 'wrong-state' });
  }
  for (const { code } of [live, ended]) {
    await expect(cancel(parts(), { code, hostId: ada })).rejects.toMatchObject({ code: 'wrong-state' });
  }
});

test('cancelling twice is done and noted once', async () => {
  const { code, id } = await scheduled();
  await cancel(parts(), { code, hostId: ada });
  const later = { db: database.db, clock: () => new Date('2026-12-02T12:00Z') };
  await cancel(later, { code, hostId: ada });

  expect((await webinarByCode(parts(), code)).cancelledAt).toEqual(now);
  expect(await notesOf(id)).toEqual(['webinar.scheduled', 'webinar.cancelled']);
});

test('of many who cancel and go live at once, one wins', async () => {
  const { code, id } = await scheduled();
  const attempts = [
    cancel(parts(), { code, hostId: ada }),
    goLive(parts(), id),
    edit(parts(), { code, hostId: ada }, planned({})),
  ];
  await Promise.allSettled(attempts);

  const { liveAt, cancelledAt } = await webinarByCode(parts(), code);
  expect([liveAt, cancelledAt].filter((mark) => mark !== null)).toHaveLength(1);
});

async function notesOf(webinar: string): Promise<string[]> {
  const notes = await database.db.auditNote.findMany({
    where: { facts: { path: ['webinar'], equals: webinar } },
    orderBy: { id: 'asc' },
  });
  return notes.map(({ event }) => event);
}
