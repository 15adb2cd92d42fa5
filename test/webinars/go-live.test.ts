import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type PersonId, type WebinarId } from '#src/platform/ids.ts';
import { cancel } from '#src/webinars/cancel.ts';
import { endWebinar } from '#src/webinars/end.ts';
import { webinarByCode } from '#src/webinars/find-webinar.ts';
import { goLive } from '#src/webinars/go-live.ts';
import { schedule } from '#src/webinars/schedule.ts';
import { type FreshDatabase, freshDatabase } from '#test/support/database.ts';
import { personIn } from '#test/support/people.ts';
import { planned } from './planned.ts';

let database: FreshDatabase;
let ada: PersonId;

beforeAll(async () => {
  database = await freshDatabase();
  ada = await personIn(database.db, 'ada');
});
afterAll(() => database.drop());

const at = (time: string) => ({ db: database.db, clock: () => new Date(`2026-12-08T${time}Z`) });
const scheduled = () => schedule(at('12:00'), ada, planned({}));

test('a webinar goes live once and ends once, and each moment stays', async () => {
  const { id, code } = await scheduled();
  await goLive(at('17:01'), id);
  await goLive(at('17:05'), id);
  await endWebinar(at('18:02'), id);
  await endWebinar(at('18:09'), id);

  expect(await webinarByCode(at('19:00'), code)).toMatchObject({
    liveAt: new Date('2026-12-08T17:01Z'),
    endedAt: new Date('2026-12-08T18:02Z'),
  });
  const notes = await database.db.auditNote.findMany({
    where: { facts: { path: ['webinar'], equals: id } },
    orderBy: { id: 'asc' },
  });
  expect(notes.map(({ event }) => event)).toEqual(['webinar.scheduled', 'webinar.live', 'webinar.ended']);
});

test('what has ended does not go live again', async () => {
  const { id } = await scheduled();
  await endWebinar(at('16:00'), id);
  await expect(goLive(at('17:00'), id)).rejects.toMatchObject({ code: 'room-ended' });
});

test('a cancelled webinar neither goes live nor ends', async () => {
  const { id, code } = await scheduled();
  await cancel(at('13:00'), { code, hostId: ada });

  await expect(goLive(at('17:00'), id)).rejects.toMatchObject({ code: 'wrong-state' });
  await endWebinar(at('18:00'), id);
  expect(await webinarByCode(at('19:00'), code)).toMatchObject({ liveAt: null, endedAt: null });
});

test('there is nothing to start where there is no webinar', async () => {
  const nothing = newId<WebinarId>();
  await expect(goLive(at('17:00'), nothing)).rejects.toMatchObject({ code: 'not-found' });
  await expect(endWebinar(at('17:00'), nothing)).rejects.toMatchObject({ code: 'not-found' });
});
