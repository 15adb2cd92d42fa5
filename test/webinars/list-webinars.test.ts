import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonId } from '#src/platform/ids.ts';
import { cancel } from '#src/webinars/cancel.ts';
import { endWebinar } from '#src/webinars/end.ts';
import { goLive } from '#src/webinars/go-live.ts';
import { listWebinars, type Shelves } from '#src/webinars/list-webinars.ts';
import { schedule } from '#src/webinars/schedule.ts';
import { type FreshDatabase, freshDatabase } from '#test/support/database.ts';
import { personIn } from '#test/support/people.ts';
import { planned } from './planned.ts';

let database: FreshDatabase;
let ada: PersonId;
let ben: PersonId;

beforeAll(async () => {
  database = await freshDatabase();
  [ada, ben] = [await personIn(database.db, 'ada'), await personIn(database.db, 'ben')];
});
afterAll(() => database.drop());

const on = (day: string) => ({ db: database.db, clock: () => new Date(`2026-12-${day}T12:00Z`) });
const titles = ({ upcoming, past, cancelled }: Shelves) =>
  [upcoming, past, cancelled].map((shelf) => shelf.map(({ title }) => title));

test('a host who has planned nothing has three empty shelves', async () => {
  expect(titles(await listWebinars(on('01'), ben))).toEqual([[], [], []]);
});

test('what is to come stands in the order of time, what is over the latest first, and nobody sees those of others', async () => {
  const plan = (title: string, day: string) => schedule(on('01'), ada, planned({ title, date: `2026-12-${day}` }));
  await plan('Third', '20');
  await plan('Second', '15');
  const [held, running, off] = [await plan('Held', '03'), await plan('Running', '10'), await plan('Called off', '18')];
  await plan('Missed', '04');

  await goLive(on('03'), held.id);
  await endWebinar(on('03'), held.id);
  await goLive(on('10'), running.id);
  await cancel(on('05'), { code: off.code, hostId: ada });

  expect(titles(await listWebinars(on('10'), ada))).toEqual([
    ['Running', 'Second', 'Third'],
    ['Missed', 'Held'],
    ['Called off'],
  ]);
  expect(titles(await listWebinars(on('10'), ben))).toEqual([[], [], []]);
});
