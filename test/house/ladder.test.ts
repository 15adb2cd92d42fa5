import { expect, test } from 'vitest';
import { crossings, decided } from './ladder.ts';
import { exists, read } from './sources.ts';

const found = crossings(read('src/**/*.{ts,tsx}', 'bin/**/*.ts', 'prisma/*.ts'));
const key = ({ rule, from, to }: { rule: string; from: string; to: string }) => `${rule}: ${from} > ${to}`;

test('every import points left on the ladder and stays behind its door', () => {
  const allowed = new Set(decided.map(key));
  expect(found.map(key).filter((crossing) => !allowed.has(crossing))).toEqual([]);
});

test('every crossing that was decided is still needed and names its record', () => {
  const needed = new Set(found.map(key));
  expect(decided.map(key).filter((crossing) => !needed.has(crossing))).toEqual([]);
  expect(decided.filter(({ because }) => !exists(because))).toEqual([]);
});
