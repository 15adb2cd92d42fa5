import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawNumbers } from '#src/surveys/draw-numbers.ts';

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 200 });
const seedOf = (index: number) => createHash('sha256').update(`seed ${index}`).digest('hex');

test('the same seed and numbers give the same winners, in whatever order the numbers stand', () => {
  fc.assert(
    fc.property(seeds, numbers, fc.integer({ min: 1, max: 50 }), (seed, all, howMany) => {
      const winners = drawNumbers(seed, all, howMany);
      expect(drawNumbers(seed, all.toReversed(), howMany)).toEqual(winners);
      expect(winners).toHaveLength(Math.min(howMany, all.length));
      expect(new Set(winners).size).toBe(winners.length);
      expect(new Set(winners).isSubsetOf(new Set(all))).toBe(true);
    }),
  );
});

test('one winner more changes nothing about those drawn before', () => {
  fc.assert(
    fc.property(seeds, numbers, (seed, all) => {
      const everybody = drawNumbers(seed, all, all.length);
      expect(drawNumbers(seed, all, 3)).toEqual(everybody.slice(0, 3));
    }),
  );
});

test('no number wins more often than another, in either place', () => {
  const draws = 14_000;
  const all = [3, 7, 8, 20, 21, 22, 40];
  const counts = new Map<string, number>();
  for (let index = 0; index < draws; index += 1) {
    for (const [place, winner] of drawNumbers(seedOf(index), all, 2).entries()) {
      const key = `${place} ${winner}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const expected = draws / all.length;
  for (const place of [0, 1]) {
    const chiSquare = all.reduce(
      (sum, each) => sum + ((counts.get(`${place} ${each}`) ?? 0) - expected) ** 2 / expected,
      0,
    );
    // Six degrees of freedom: more than this is seen once in ten thousand. The seeds are fixed, so the figure is too.
    expect(chiSquare).toBeLessThan(27.9);
  }
});

test('what a draw gives is written down, so that no later version gives anything else', () => {
  expect(drawNumbers('00'.repeat(32), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 3)).toEqual(PINNED);
});

test('the checker, which shares no line with us, agrees with every draw and with no other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-draw-'));
  const file = join(folder, 'draw.json');
  try {
    for (const howMany of [1, 5, 40]) {
      const seed = seedOf(howMany);
      const all = Array.from({ length: 33 }, (_, index) => index * 3 + 1);
      const seedSha256 = hashOf(seed);
      const draw = {
        contest: 'aaaaa-aaaaa',
        seed,
        seedSha256,
        howMany,
        numbers: all,
        winners: drawNumbers(seed, all, howMany),
      };

      expect(checks(file, draw)).toMatch(/^The draw is right: of 33 numbers/);
      expect(() => checks(file, { ...draw, winners: [2, ...draw.winners.slice(1)] })).toThrow(/The winners should be/);
      expect(() => checks(file, { ...draw, seed: seedOf(99) })).toThrow(/not the one of the hash/);
      expect(() => checks(file, { ...draw, numbers: [...all, 1] })).toThrow(/took part twice/);
      expect(checks(file, draw, seedSha256)).toMatch(/^The draw is right/);
      expect(() => checks(file, draw, hashOf('another seed'))).toThrow(/not the one you read before/);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const hashOf = (seed: string) => createHash('sha256').update(seed).digest('hex');

/** `noted` is what somebody wrote down from the page before the end. */
function checks(file: string, draw: object, noted?: string): string {
  writeFileSync(file, JSON.stringify(draw));
  const words = ['bin/check-draw.mjs', file, ...(noted === undefined ? [] : [noted])];
  return execFileSync(process.execPath, words, { encoding: 'utf8', stdio: 'pipe' });
}

const PINNED = [8, 5, 9];
