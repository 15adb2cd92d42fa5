import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { categoryNames, combinationsOf, recipients, ruleNames } from '#src/policy/catalogue.ts';
import { allowedUnder, houseRules } from '#src/policy/house-rules.ts';
import { livePolicy, ownEdition, publishFirstPolicy } from '#src/policy/policy.ts';
import { publishPolicy } from '#src/policy/publish-policy.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const policy = combinationsOf(ruleNames);
const parts = () => ({ db: database.db, clock: () => new Date('2026-11-22T10:00:00Z') });

test.each(houseRules)('$id allows no more than the policy does', (houseRule) => {
  expect(new Set(allowedUnder(policy, [houseRule])).isSubsetOf(new Set(policy))).toBe(true);
});

test('whatever could be allowed at all, no house rule adds to it', () => {
  const everything = categoryNames.flatMap((category) =>
    Object.keys(recipients).map((recipient) => `${category} conferencing ${recipient} service PP-03.4`),
  );
  for (const houseRule of houseRules)
    expect(new Set(allowedUnder(everything, [houseRule])).isSubsetOf(new Set(everything))).toBe(true);
});

test('recordings reach nobody, network addresses stay with us, and chat stays in its room', () => {
  const reached = (category: string) =>
    new Set(
      allowedUnder(
        Object.keys(recipients).map((recipient) => `${category} conferencing ${recipient} service PP-03.4`),
        houseRules,
      ).map((combination) => combination.split(' ')[2]),
    );

  expect(reached('recording')).toEqual(new Set());
  expect(reached('network_address')).toEqual(new Set(['us']));
  expect(reached('chat')).toEqual(new Set(['us', 'participants']));
  expect(reached('name').size).toBe(Object.keys(recipients).length);
});

test('what a version allows is what its house rules leave', async () => {
  await publishFirstPolicy(parts());

  const { allowed } = await livePolicy(parts());
  expect(policy.filter((combination) => combination.startsWith('recording '))).not.toEqual([]);
  expect([...allowed].filter((combination) => combination.startsWith('recording '))).toEqual([]);
});

test('a house rule that goes away widens, so it takes two admins', async () => {
  await publishFirstPolicy(parts());
  const edition = { ...ownEdition, houseRules: houseRules.filter(({ id }) => id !== 'HR-01') };
  const wanted = { edition, base: 1, effectiveAt: parts().clock(), by: newId<PersonId>() };

  await expect(publishPolicy(parts(), wanted)).rejects.toThrow('takes a second admin');
});
