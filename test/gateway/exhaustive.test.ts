import { afterAll, beforeAll, expect, test } from 'vitest';
import { compute, keepHere, look, release, releasedBefore, showOwn } from '#src/gateway/release.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import {
  bases,
  type Category,
  categoryNames,
  combinationsOf,
  purposes,
  type RuleName,
  recipients,
  ruleNames,
  rules,
} from '#src/policy/catalogue.ts';
import { ownEdition } from '#src/policy/policy.ts';
import { anyCategory, openedGateway } from './opened.ts';

type Gateway = Awaited<ReturnType<typeof openedGateway>>;
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openedGateway();
});
afterAll(() => gateway.drop());

/** Every category for every purpose to every recipient on every basis. */
const everything = categoryNames.flatMap((category) =>
  [...Object.keys(purposes), 'law'].flatMap((purpose) =>
    Object.keys(recipients).flatMap((recipient) =>
      Object.keys(bases).map((basis) => ({ category, purpose, recipient, basis })),
    ),
  ),
);
type Combined = (typeof everything)[number];
const written = ({ category, purpose, recipient, basis }: Combined) => `${category} ${purpose} ${recipient} ${basis}`;

/** The rules of the catalogue, each with one of its categories, in the same form. */
const listed = new Set(
  ruleNames.flatMap((name) => rules[name].categories.map((category) => written({ ...rules[name], category }))),
);

test('a version allows what the rules list, and of everything else nothing', () => {
  const allowed = new Set(ownEdition.allowed.map((combination) => combination.split(' ').slice(0, 4).join(' ')));
  const wrong = everything.map(written).filter((each) => allowed.has(each) !== listed.has(each));

  expect(everything.length).toBe(categoryNames.length * 7 * 10 * 8);
  expect(wrong).toEqual([]);
});

test('every combination belongs to the clause of its rule, and without rules there is none', () => {
  for (const name of ruleNames) {
    for (const combination of combinationsOf([name])) expect(combination.endsWith(` ${rules[name].clause}`)).toBe(true);
  }
  expect(combinationsOf([])).toEqual([]);
});

/** Opens a value by a rule the way that rule is used; the types are told to look away. */
async function open(rule: RuleName, category: Category, about: PersonId): Promise<unknown> {
  const { parts, db } = gateway;
  const value = anyCategory(category, about);
  const { recipient } = rules[rule];
  if (recipient === 'self') return showOwn(value, about);
  else if (recipient === 'us') return [keepHere(rule as never, value), compute(rule as never, value, () => 1)];
  else if (recipient === 'staff') return look(parts, db, [value], { by: newId(), view: '/admin/people' });
  else return release(parts, db, rule as never, { value, to: 'x', proof: { requested: 'x' } as never });
}

test('no rule opens a category that it does not list', async () => {
  const about = newId<PersonId>();
  const opened: string[] = [];
  for (const rule of ruleNames) {
    const others = categoryNames.filter(
      (category) => !(rules[rule].categories as readonly string[]).includes(category),
    );
    for (const category of others) {
      const refusal = await open(rule, category, about).then(
        () => 'opened',
        (error: unknown) => (error instanceof Error ? error.message : 'something else'),
      );
      if (!refusal.endsWith(`${category} is not in it.`)) opened.push(`${category} by ${rule}: ${refusal}`);
      expect(() => releasedBefore(rule as never, anyCategory(category, about), { to: 'x', releaseId: 1n })).toThrow();
    }
  }

  expect(opened).toEqual([]);
  expect(await gateway.db.release.count()).toBe(0);
  expect(await gateway.db.accessLog.count()).toBe(0);
});

test('a rule that nobody wrote opens nothing', async () => {
  const about = newId<PersonId>();
  await expect(open('sell' as never, 'email', about)).rejects.toThrow();
  expect(await gateway.db.release.count()).toBe(0);
});
