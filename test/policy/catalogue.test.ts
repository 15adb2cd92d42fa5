import { afterEach, beforeEach, expect, test } from 'vitest';
import { compute, look, release, showOwn } from '#src/gateway/release.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { type Personal, seal } from '#src/platform/personal.ts';
import {
  bases,
  type Category,
  categories,
  categoryNames,
  combinationsOf,
  purposes,
  type RuleName,
  recipients,
  ruleNames,
  rules,
} from '#src/policy/catalogue.ts';
import { clauses } from '#src/policy/clauses.ts';
import { keptInBrowser } from '#src/policy/cookies.ts';
import { keptBy } from '#src/policy/kept-by.ts';
import { livePolicy, publishFirstPolicy } from '#src/policy/policy.ts';
import { retention } from '#src/policy/retention.ts';
import { tensions } from '#src/policy/tensions.ts';
import { builtRules } from '#src/site/in-use.ts';
import { read } from '../house/sources.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await publishFirstPolicy(parts());
});
afterEach(() => database.drop());

const parts = () => ({ db: database.db, clock: () => new Date('2026-11-22T10:00:00Z') });
const ids = new Set(clauses.map(({ id }) => id));
const unknownIn = (named: Iterable<string>) => [...named].filter((id) => !ids.has(id));

test('no rule, cookie or reading is without a clause', () => {
  expect(unknownIn(ruleNames.map((name) => rules[name].clause))).toEqual([]);
  expect(unknownIn(Object.values(purposes))).toEqual([]);
  expect(unknownIn(keptInBrowser.map(({ clause }) => clause))).toEqual([]);
  expect(unknownIn(Object.keys(keptBy))).toEqual([]);
  expect(unknownIn(tensions.flatMap((each) => each.clauses))).toEqual([]);
});

test('every promise and permission has a rule, or says what else keeps it', () => {
  const ruled = new Set<string>(ruleNames.map((name) => rules[name].clause));
  const bare = clauses.filter(({ id, kind }) => /[PM]/.test(kind) && !ruled.has(id) && keptBy[id] === undefined);
  expect(bare.map(({ id }) => id)).toEqual([]);
});

test('every personal column names a kind of information that people can read about', () => {
  const tags = [...read('prisma/models/*.prisma').values()].flatMap((text) =>
    Array.from(text.matchAll(/@personal\((\w+)\)/g), ([, category = '']) => category),
  );
  expect(tags.length).toBeGreaterThan(10);
  expect(tags.filter((tag) => !(tag in categories))).toEqual([]);
});

test('each kind of information is kept as long as one row says', () => {
  expect(Object.keys(retention).toSorted()).toEqual([...categoryNames].toSorted());
});

test('a rule counts as built exactly when some program goes by it', () => {
  // The register names what an entry may be for, and hands nothing over.
  const idle = /^src\/(policy\/|site\/in-use|gateway\/rules)/;
  const programs = [...read('src/**/*.ts')].filter(([path]) => !idle.test(path));
  const named = ruleNames.filter((name) => programs.some(([, text]) => text.includes(`'${name}'`)));
  expect([...builtRules].toSorted()).toEqual(named.toSorted());
});

test('of everything that could be, the version in force allows what a rule lists and nothing else', async () => {
  const { allowed } = await livePolicy(parts());
  const listed = new Set(combinationsOf(ruleNames));
  const ways = categoryNames.flatMap((category) =>
    [...Object.keys(purposes), 'law'].flatMap((purpose) =>
      Object.keys(recipients).flatMap((recipient) =>
        Object.keys(bases).map((basis) => `${category} ${purpose} ${recipient} ${basis}`),
      ),
    ),
  );
  const open = ways.filter((way) => clauses.some(({ id }) => allowed.has(`${way} ${id}`)));

  expect(ways).toHaveLength(categoryNames.length * 7 * 10 * 8);
  expect(open.length).toBeGreaterThan(0);
  expect([...allowed].filter((combination) => !listed.has(combination))).toEqual([]);
  expect(new Set([...allowed].map((combination) => combination.split(' ').slice(0, 4).join(' ')))).toEqual(
    new Set(open),
  );
});

test('the gateway opens nothing for a rule that does not list it', async () => {
  const subject = newId<PersonId>();
  const value = (category: Category) =>
    seal(category, 'something', { about: subject, under: 1, via: 'form' }) as Personal<never>;

  for (const name of ruleNames)
    for (const category of categoryNames.filter((each) => !lists(name, each)))
      await expect(opens(name, value(category), subject), `${name} ${category}`).rejects.toThrow('is not in it');
  expect(await database.db.release.count()).toBe(0);
  expect(await database.db.accessLog.count()).toBe(0);
});

const lists = (name: RuleName, category: Category) => rules[name].categories.some((each) => each === category);

/** By the verb of the gateway that goes by this kind of rule. */
async function opens(name: RuleName, value: Personal<never>, subject: PersonId): Promise<unknown> {
  const { recipient } = rules[name];
  if (recipient === 'self') return showOwn(value, subject);
  else if (recipient === 'us') return compute(name as never, value, () => true);
  else if (recipient === 'staff') return look(parts(), database.db, [value], { by: newId<PersonId>(), view: 'people' });
  else
    return release(parts(), database.db, name as never, { value, to: newId(), proof: { requested: newId() } } as never);
}

test('what a house rule forbids stays closed though a rule of the policy lists it', async () => {
  const subject = newId<PersonId>();
  const recording = seal('recording', 'something', { about: subject, under: 1, via: 'form' });
  const opening = { value: recording, to: newId(), proof: { requested: newId() } } as never;

  await expect(release(parts(), database.db, 'release-lawfully', opening)).rejects.toThrow('does not allow it');
});
