import { expect, test } from 'vitest';
import { combinationsOf, type RuleName, ruleNames } from '#src/policy/catalogue.ts';
import { clauses } from '#src/policy/clauses.ts';
import { useOf } from '#src/site/in-use.ts';

const relay = { SMTP_URL: 'smtp://relay.example:587', vendor: undefined };
const here = { SMTP_URL: undefined, vendor: undefined };
const allows = (names: readonly RuleName[]) => ({ allowed: new Set(combinationsOf(names)) });
const everything = allows(ruleNames);

test('nobody reads that something is in use which is not there', () => {
  for (const id of ['PP-02.4', 'PP-02.5', 'PP-08.1', 'PP-08.2', 'PP-10.1'])
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

test('the sentences about advertising say who shows any, and which cookies come with it', () => {
  const adFor = async () => undefined;
  const own = { ...here, vendor: { name: 'AnyMeeting', adFor } };
  const elsewhere = { origin: 'https://ads.example', policyUrl: 'https://ads.example/privacy' };
  const others = { ...here, vendor: { name: 'Shoes & Sons', elsewhere, adFor } };
  const words = (id: string, site: Parameters<typeof useOf>[2]) => {
    const use = useOf(id, everything, site);
    return `${use.isInUse}: ${use.words}`;
  };

  expect(words('PP-02.4', here)).toBe('false: There is no advertising on this site.');
  expect(words('PP-02.4', own)).toBe('false: The advertisements here are our own and set no cookie.');
  expect(words('PP-02.4', others)).toMatch(/^true: Shoes & Sons uses cookies of its own/);
  expect(words('PP-02.5', others)).toMatch(/^true: Shoes & Sons/);
  expect(words('PP-07.5', here)).toMatch(/^false: Nothing on our pages comes from anybody else/);
  expect(words('PP-07.5', own)).toMatch(/^false: Nothing on our pages comes from anybody else/);
  expect(words('PP-07.5', others)).toContain('Its own policy: https://ads.example/privacy');
  expect(words('PP-07.6', here)).toContain('There are no advertisements.');
  expect(words('PP-07.6', own)).toContain('how often each advertisement was sent');
});

test('visits are in use as long as the version in force lets them be counted, and figures as long as it lets them be told', () => {
  expect(useOf('PP-07.3', everything, here).isInUse).toBe(true);
  expect(useOf('PP-10.2', everything, here).isInUse).toBe(true);
  const less = allows(ruleNames.filter((name) => name !== 'improve-site' && name !== 'publish-figures'));
  expect(useOf('PP-07.3', less, here).isInUse).toBe(false);
  expect(useOf('PP-10.2', less, here).isInUse).toBe(false);
});
