import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { changeChoices, liftSignal } from '#src/consent/change-choices.ts';
import { acknowledge, grant, withdraw } from '#src/consent/decide.ts';
import { directivesOf, refusalsOf } from '#src/consent/find-refusals.ts';
import { noteChoices, noteSignals } from '#src/consent/note-directives.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { personIn } from '../support/people.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await personIn(database.db, 'ada');
});
afterAll(() => database.drop());

const clock = () => new Date('2026-11-22T12:00:00Z');
const parts = () => ({ db: database.db, clock });
const host = newId<PersonId>();
const shown = 'Give my e-mail address to Ada Okafor.';

type Step = { name: string; act(subject: PersonId): Promise<unknown> };

/** What people do about the policy and their opt-ins. None of it is a directive. */
const AGREEING: Step[] = [
  ...([grant, withdraw] as const).flatMap((decide) =>
    (['share-email', 'show-name'] as const).map((optIn) => ({
      name: `${decide.name} ${optIn}`,
      act: (subject: PersonId) =>
        decide(parts(), database.db, { subject, optIn, recipientId: host, surface: 'profile', shown }),
    })),
  ),
  {
    name: 'acknowledge',
    act: (subject) => acknowledge(parts(), database.db, { subject, version: 1, surface: 'continued_use', shown }),
  },
];

const choice = (ads: 'on' | 'off', statistics: 'on' | 'off') => ({ ads, statistics });
const DIRECTING: Step[] = [
  { name: 'sends gpc', act: (id) => noteSignals(parts(), id, { gpc: true, dnt: false }) },
  { name: 'sends dnt', act: (id) => noteSignals(parts(), id, { gpc: false, dnt: true }) },
  { name: 'sends nothing', act: (id) => noteSignals(parts(), id, { gpc: false, dnt: false }) },
  { name: 'signs in with a cookie', act: (id) => noteChoices(parts(), id, choice('off', 'off')) },
  { name: 'signs in without', act: (id) => noteChoices(parts(), id, choice('on', 'on')) },
  { name: 'refuses advertising', act: (id) => changeChoices(parts(), id, choice('off', 'on')) },
  { name: 'refuses both', act: (id) => changeChoices(parts(), id, choice('off', 'off')) },
  { name: 'takes both back', act: (id) => changeChoices(parts(), id, choice('on', 'on')) },
  { name: 'lifts gpc', act: (id) => liftSignal(parts(), id, 'gpc') },
];

test('how directives stand depends on directives alone, whatever somebody agrees to in between (PP-02.6)', async () => {
  const step = fc.constantFrom(...AGREEING, ...DIRECTING);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const [mixed, alone] = [newId<PersonId>(), newId<PersonId>()];
      for (const { act } of steps) await act(mixed);
      for (const { act } of steps.filter((each) => DIRECTING.includes(each))) await act(alone);

      expect([...(await directivesOf(parts(), mixed))].toSorted()).toEqual(
        [...(await directivesOf(parts(), alone))].toSorted(),
      );
    }),
    { numRuns: 40 },
  );
});

test('nothing but the same switch of the person lifts a directive', async () => {
  const subject = newId<PersonId>();
  await noteSignals(parts(), subject, { gpc: true, dnt: true });
  await changeChoices(parts(), subject, choice('off', 'off'));
  const all = ['ads_optout', 'dnt', 'gpc', 'statistics_optout'];
  const stands = async () => [...(await directivesOf(parts(), subject))].toSorted();

  for (const { act } of AGREEING) await act(subject);
  await noteSignals(parts(), subject, { gpc: false, dnt: false });
  await noteChoices(parts(), subject, choice('on', 'on'));
  expect(await stands()).toEqual(all);

  await changeChoices(parts(), subject, choice('on', 'on'));
  expect(await stands()).toEqual(['dnt', 'gpc']);
  await liftSignal(parts(), subject, 'dnt');
  expect(await stands()).toEqual(['gpc']);
});

test('any one reason refuses, and all of them are named', async () => {
  const of = (visit: { gpc?: boolean; dnt?: boolean; refused?: string }) =>
    refusalsOf(parts(), {
      person: undefined,
      signals: { gpc: visit.gpc ?? false, dnt: visit.dnt ?? false },
      cookies: visit.refused === undefined ? {} : { [visit.refused]: 'yes' },
    });

  expect(await of({})).toEqual({ ads: false, statistics: false, because: [] });
  expect(await of({ gpc: true })).toEqual({ ads: true, statistics: true, because: ['gpc'] });
  expect(await of({ dnt: true })).toEqual({ ads: true, statistics: true, because: ['dnt'] });
  expect(await of({ refused: 'no-ads' })).toEqual({ ads: true, statistics: false, because: ['choice'] });
  expect(await of({ gpc: true, dnt: true, refused: 'no-statistics' })).toEqual({
    ads: true,
    statistics: true,
    because: ['gpc', 'dnt', 'choice'],
  });
});

test('what the account was told counts in a browser that says nothing', async () => {
  const { id } = await database.db.person.findUniqueOrThrow({ where: { email: cast.ada.email } });
  const person = { id } as never;
  const visit = { person, signals: { gpc: false, dnt: false }, cookies: {} };
  expect(await refusalsOf(parts(), visit)).toEqual({ ads: false, statistics: false, because: [] });

  await noteSignals(parts(), id, { gpc: true, dnt: false });
  expect(await refusalsOf(parts(), visit)).toEqual({ ads: true, statistics: true, because: ['gpc'] });
});
