import { array, assert, asyncProperty, constantFrom } from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acknowledge } from '#src/consent/decide.ts';
import { openChanges } from '#src/consent/tell-changes.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { openLog } from '#src/platform/log.ts';
import { livePolicy, ownEdition, publishFirstPolicy } from '#src/policy/policy.ts';
import { publishPolicy } from '#src/policy/publish-policy.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const EVE = newId<PersonId>();
const START = new Date('2026-11-22T10:00:00Z').getTime();
const A_DAY = 24 * 60 * 60_000;

let database: FreshDatabase;
let now: number;
beforeEach(async () => {
  database = await freshDatabase();
  now = START;
  await publishFirstPolicy(parts());
});
afterEach(() => database.drop());

const parts = () => ({ db: database.db, clock: () => new Date(now), log: openLog('silent') });

/** The latest version with one sentence worded anew. */
async function publish(effectiveIn = 0): Promise<number> {
  const base = await database.db.policyVersion.count();
  const clauses = ownEdition.clauses.map((each) =>
    each.id === 'PP-16.1' ? { ...each, sentence: `Ask us. This is text ${base + 1}.` } : each,
  );
  const edition = { ...ownEdition, clauses };
  return publishPolicy(parts(), { edition, base, effectiveAt: new Date(now + effectiveIn), by: EVE });
}

async function registered(): Promise<PersonId> {
  const subject = newId<PersonId>();
  const { version, bodySha256 } = await livePolicy(parts());
  await acknowledge(parts(), database.db, { subject, version, surface: 'registration', shown: bodySha256 });
  return subject;
}

const eventsOf = (subject: PersonId) =>
  database.db.consentEvent.findMany({ where: { subject }, orderBy: { id: 'asc' } });

test('whoever has seen the version in force is told nothing', async () => {
  expect(await openChanges(parts())(await registered())).toBeUndefined();
});

test('somebody is told once, in this process and in the next one (PP-01.3)', async () => {
  const ben = await registered();
  const changesFor = openChanges(parts());
  await publish();

  const changes = await changesFor(ben);
  expect(changes?.notice).toEqual({ version: 2, sentences: 1, allowedNew: [], allowedNoMore: [] });
  await changes?.told();
  expect(await changesFor(ben)).toBeUndefined();
  expect(await openChanges(parts())(ben)).toBeUndefined();
  expect(await eventsOf(ben)).toMatchObject([
    { act: 'acknowledge', surface: 'registration', acknowledgedVersionId: 1 },
    { act: 'acknowledge', surface: 'continued_use', acknowledgedVersionId: 2, clauseId: 'PP-01.3' },
  ]);
});

test('a page that did not get ready has told nobody anything', async () => {
  const ben = await registered();
  const changesFor = openChanges(parts());
  await publish();

  await changesFor(ben);
  expect((await changesFor(ben))?.notice?.version).toBe(2);
  expect(await eventsOf(ben)).toHaveLength(1);
});

test('a version that is coming is told to nobody before its time', async () => {
  const ben = await registered();
  const changesFor = openChanges(parts());
  await publish(A_DAY);

  expect(await changesFor(ben)).toBeUndefined();
  now += A_DAY;
  expect((await changesFor(ben))?.notice?.version).toBe(2);
});

test('who was away for two versions is told of both at once, and acknowledges the one they see', async () => {
  const ben = await registered();
  await publish();
  now += A_DAY;
  await publish();

  const changes = await openChanges(parts())(ben);
  expect(changes?.notice).toMatchObject({ version: 3, sentences: 1 });
  await changes?.told();
  expect((await eventsOf(ben)).map(({ acknowledgedVersionId }) => acknowledgedVersionId)).toEqual([1, 3]);
});

test('when the acknowledgement cannot be written the page is shown all the same', async () => {
  const ben = await registered();
  await publish();
  const db = Object.assign(Object.create(database.db), {
    consentEvent: {
      ...database.db.consentEvent,
      aggregate: database.db.consentEvent.aggregate,
      createMany: () => Promise.reject(new Error('away')),
    },
  });
  const changes = await openChanges({ ...parts(), db })(ben);

  await changes?.told();
  expect(await eventsOf(ben)).toHaveLength(1);
});

const STEPS = ['look', 'look elsewhere', 'look twice at once', 'publish', 'wait'] as const;

/** Two processes, and somebody who looks at pages of either while versions come, each two days after it is published. */
async function goesOn(steps: readonly (typeof STEPS)[number][]): Promise<PersonId> {
  const ben = await registered();
  const [here, elsewhere] = [openChanges(parts()), openChanges(parts())];
  const look = async (changesFor: typeof here) => (await changesFor(ben))?.told();
  const acts = {
    'look': () => look(here),
    'look elsewhere': () => look(elsewhere),
    'look twice at once': () => Promise.all([look(here), look(elsewhere)]),
    'publish': () => publish(2 * A_DAY),
    'wait': () => {
      now += A_DAY;
    },
  };
  for (const step of steps) await acts[step]();
  return ben;
}

test('in whatever order people look, versions come and time goes by, nobody acknowledges one twice or too early', async () => {
  await assert(
    asyncProperty(array(constantFrom(...STEPS), { maxLength: 16 }), async (steps) => {
      const events = await eventsOf(await goesOn(steps));
      const versions = await database.db.policyVersion.findMany();
      const effective = new Map(versions.map(({ id, effectiveAt }) => [id, effectiveAt]));

      expect(new Set(events.map(({ acknowledgedVersionId }) => acknowledgedVersionId)).size).toBe(events.length);
      for (const { policyVersionId, at } of events) expect(at >= (effective.get(policyVersionId) ?? at)).toBe(true);
    }),
    { numRuns: 15 },
  );
});
