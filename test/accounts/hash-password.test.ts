import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { castPassword } from '#prisma/cast.ts';
import { hashingLoad, hashPassword, verifyPassword } from '#src/accounts/hash-password.ts';
import { Refusal } from '#src/platform/errors.ts';

test('a password is kept as argon2id with 19 MiB and two passes, and a salt of its own', async () => {
  const [one, other] = [await hashPassword(castPassword), await hashPassword(castPassword)];

  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(other);
});

test('only the right password fits', async () => {
  const hash = await hashPassword(castPassword);

  expect(await verifyPassword(castPassword, hash)).toBe(true);
  expect(await verifyPassword(`${castPassword} `, hash)).toBe(false);
  expect(await verifyPassword('', hash)).toBe(false);
});

test('where there is no hash the work is done all the same, and nothing fits', async () => {
  const before = hashingLoad().done;

  expect(await verifyPassword(castPassword, undefined)).toBe(false);
  expect(hashingLoad().done).toBe(before + 1);
});

test('two hundred at once never take the last core: fifty wait, the rest are asked to come back', async () => {
  const cap = Math.max(1, availableParallelism() - 1);
  const results = await Promise.allSettled(Array.from({ length: 200 }, () => hashPassword(castPassword)));
  const refused = results.filter(({ status }) => status === 'rejected');

  expect(hashingLoad()).toMatchObject({ most: cap, running: 0, waiting: 0 });
  expect(refused).toHaveLength(200 - cap - 50);
  expect(
    refused.every((each) => 'reason' in each && each.reason instanceof Refusal && each.reason.code === 'unavailable'),
  ).toBe(true);
});

test('while passwords are hashed, everything else goes on', async () => {
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 1);
  await Promise.all(Array.from({ length: 5 }, () => hashPassword(castPassword)));
  clearInterval(counting);

  expect(turns).toBeGreaterThan(5);
});
