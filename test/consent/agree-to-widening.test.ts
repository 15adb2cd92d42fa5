import { afterEach, beforeEach, expect, test } from 'vitest';
import { personWith } from '#src/accounts/find-person.ts';
import { agreeToWidening, takeBackWidening } from '#src/consent/agree-to-widening.ts';
import { acknowledge } from '#src/consent/decide.ts';
import { release } from '#src/gateway/release.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { seal } from '#src/platform/personal.ts';
import { approvePolicy } from '#src/policy/approve-policy.ts';
import { combinationOf, combinationsOf, ruleNames } from '#src/policy/catalogue.ts';
import { ownEdition, publishFirstPolicy } from '#src/policy/policy.ts';
import { proposePolicy } from '#src/policy/propose-policy.ts';
import { publishPolicy } from '#src/policy/publish-policy.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { personIn } from '../support/people.ts';

const [EVE, DEV] = [newId<PersonId>(), newId<PersonId>()];
const combination = combinationOf('tell-host-who-came', 'name');
const WORDS = 'Use my name for this too.';

let database: FreshDatabase;
let ben: PersonId;
const parts = () => ({ db: database.db, clock: () => new Date('2026-11-22T10:00:00Z') });

/** Version 2 does not let hosts be told who came. Ben comes under it, and version 3 allows it again. */
beforeEach(async () => {
  database = await freshDatabase();
  await publishFirstPolicy(parts());
  const effectiveAt = parts().clock();
  const without = { ...ownEdition, allowed: combinationsOf(ruleNames.filter((name) => name !== 'tell-host-who-came')) };
  await publishPolicy(parts(), { edition: without, base: 1, effectiveAt, by: EVE });
  ben = await personIn(database.db, 'ben');
  await database.db.person.update({ where: { id: ben }, data: { policyVersionId: 2 } });
  const proposal = await proposePolicy(parts(), { edition: ownEdition, base: 2, effectiveAt, by: EVE });
  await approvePolicy(parts(), { proposal, by: DEV });
});
afterEach(() => database.drop());

async function isTold(under?: number): Promise<boolean> {
  const { name } = await personWith(database.db, ben);
  const value = under === undefined ? name : seal('name', 'Ben Lindqvist', { about: ben, under, via: 'form' });
  const opening = { value, to: newId(), proof: { requested: newId() } };
  const released = database.db.transaction((tx) => release(parts(), tx, 'tell-host-who-came', opening));
  return released.then(
    () => true,
    (error: unknown) => {
      expect(String(error)).toMatch(/collected under a version of our privacy policy that did not allow it/);
      return false;
    },
  );
}

test('what was collected before a version that allows more is not used for it until the person agrees', async () => {
  expect(await isTold()).toBe(false);

  await agreeToWidening(parts(), { subject: ben, combination, shown: WORDS });
  expect(await isTold()).toBe(true);

  await takeBackWidening(parts(), { subject: ben, combination, shown: WORDS });
  expect(await isTold()).toBe(false);
});

test('what is collected from then on may be used', async () => {
  expect(await isTold(3)).toBe(true);
});

test('to have acknowledged the version grants nothing (PP-14.1)', async () => {
  await acknowledge(parts(), database.db, { subject: ben, version: 3, surface: 'continued_use', shown: 'all of it' });
  expect(await isTold()).toBe(false);
});

test('nor does the agreement of somebody else, or about something else', async () => {
  await agreeToWidening(parts(), { subject: EVE, combination, shown: WORDS });
  const other = combinationOf('tell-host-who-came', 'attendance');
  await agreeToWidening(parts(), { subject: ben, combination: other, shown: WORDS });
  expect(await isTold()).toBe(false);
});
