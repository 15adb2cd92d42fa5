import { expect, test } from 'vitest';
import { combinationsOf, type RuleName, ruleNames } from '#src/policy/catalogue.ts';
import { clauses } from '#src/policy/clauses.ts';
import { useOf } from '#src/site/in-use.ts';

const relay = { SMTP_URL: 'smtp://relay.example:587' };
const here = { SMTP_URL: undefined };
const allows = (names: readonly RuleName[]) => ({ allowed: new Set(combinationsOf(names)) });
const everything = allows(ruleNames);

test('nobody reads that something is in use which is not there', () => {
  for (const id of ['PP-02.4', 'PP-02.5', 'PP-03.5', 'PP-03.6', 'PP-06.2', 'PP-07.3', 'PP-08.1', 'PP-10.1', 'PP-10.2'])
    expect(useOf(id, everything, relay), id).toMatchObject({ isInUse: false, words: expect.stringMatching(/\.$/) });
});

test('what a version does not allow is not in use, whatever is built', () => {
  expect(useOf('PP-05.1', everything, here).isInUse).toBe(true);
  expect(useOf('PP-05.1', allows(ruleNames.filter((name) => name !== 'tell-host-who-came')), here)).toEqual({
    isInUse: false,
    words: 'The version in force does not allow it, so it is refused.',
  });
});

test('helpers are in use where a relay carries the letters', () => {
  expect(useOf('PP-09.3', everything, relay).isInUse).toBe(true);
  expect(useOf('PP-09.3', everything, here)).toEqual({ isInUse: false, words: 'Letters stay on this machine.' });
});

test('every sentence of the policy has an answer', () => {
  const inUse = clauses.filter(({ id }) => useOf(id, everything, relay).isInUse);
  expect(inUse.length).toBeGreaterThan(25);
  expect(inUse.length).toBeLessThan(clauses.length);
});
