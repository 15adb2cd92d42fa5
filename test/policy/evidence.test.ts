import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOf, isStale, readEvidence, sourceHash, UNKNOWN } from '#src/policy/evidence.ts';

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'anymeeting-evidence-'));
  for (const folder of ['src', 'views', 'prisma']) cpSync(folder, join(copy, folder), { recursive: true });
});
afterEach(() => rmSync(copy, { recursive: true }));

const evidence = (source: string) => ({ commit: 'abc1234', at: '2026-11-22T20:00:00.000Z', source, clauses: {} });

test('a copy of the sources has their hash, and any change in them has another', () => {
  expect(hashOf(copy)).toBe(sourceHash());
  for (const file of ['src/policy/clauses.ts', 'views/partials/footer.hbs', 'prisma/guards.json']) {
    const before = hashOf(copy);
    writeFileSync(join(copy, file), 'changed');
    expect(hashOf(copy)).not.toBe(before);
  }
});

test('a file that has another name or place is a change, and what a tool writes is none', () => {
  const before = hashOf(copy);
  mkdirSync(join(copy, 'src/platform/generated'), { recursive: true });
  writeFileSync(join(copy, 'src/platform/generated/client.ts'), 'made');
  expect(hashOf(copy)).toBe(before);

  writeFileSync(join(copy, 'src/new.ts'), '');
  expect(hashOf(copy)).not.toBe(before);
});

test('where the sources are not all there nothing is known, so the evidence is stale', () => {
  rmSync(join(copy, 'prisma'), { recursive: true });
  expect(hashOf(copy)).toBe(UNKNOWN);
  expect(isStale(evidence(sourceHash()), hashOf(copy))).toBe(true);
});

test('evidence is stale as soon as it is about other code', () => {
  expect(isStale(evidence(sourceHash()))).toBe(false);
  expect(isStale(evidence('0'.repeat(64)))).toBe(true);
});

test('evidence that is not there is none, and evidence that says something else is refused', () => {
  const file = join(copy, 'clauses.json');
  expect(readEvidence(file)).toBeUndefined();

  writeFileSync(file, JSON.stringify(evidence('a')));
  expect(readEvidence(file)).toEqual(evidence('a'));

  writeFileSync(file, JSON.stringify({ ...evidence('a'), verdict: 'all well' }));
  expect(() => readEvidence(file)).toThrow('verdict');
});
