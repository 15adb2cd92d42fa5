import { expect, test } from 'vitest';
import { judge, median, percentile, type Row, table } from '../../bench/figures.ts';

const row = (changes: Partial<Row> = {}): Row => ({
  name: 'fanout',
  unit: 'µs/packet',
  pairs: [1, 1.02, 1.04].map((ours) => ({ ours: ours * 20, baseline: 20 })),
  gate: { at: 'most', ratio: 1.05 },
  remarks: [],
  ...changes,
});

test('the ratio is the median of the pairs, not the ratio of two medians', () => {
  const pairs = [
    { ours: 10, baseline: 20 },
    { ours: 30, baseline: 30 },
    { ours: 80, baseline: 40 },
  ];
  expect(judge(row({ pairs }))).toMatchObject({ ours: 30, baseline: 30, ratio: 1 });
});

test('one bad pair moves neither the ratio nor the verdict', () => {
  const pairs = [...row().pairs, { ours: 20.4, baseline: 20 }, { ours: 900, baseline: 20 }];
  const { ratio, holds } = judge(row({ pairs }));

  expect(ratio).toBeCloseTo(1.02);
  expect(holds).toBe(true);
});

test('a ratio beyond its gate fails', () => {
  const pairs = [1.2, 1.21, 1.22].map((ours) => ({ ours: ours * 20, baseline: 20 }));
  expect(judge(row({ pairs })).holds).toBe(false);
});

test('a wide spread is no excuse for a ratio beyond its gate', () => {
  const pairs = [0.96, 1.06, 1.16].map((ours) => ({ ours: ours * 20, baseline: 20 }));
  expect(judge(row({ pairs })).holds).toBe(false);
});

test('a gate can also be the least that is wanted', () => {
  const pairs = [{ ours: 2_000, baseline: 10_000 }];
  expect(judge(row({ pairs, gate: { at: 'least', ratio: 0.25 } })).holds).toBe(false);
  expect(judge(row({ pairs, gate: { at: 'least', ratio: 0.2 } })).holds).toBe(true);
});

test('a row that proves nothing does not hold, whatever its ratio is', () => {
  expect(judge(row({ invalid: 'half of the packets were lost' })).holds).toBe(false);
  expect(judge(row({ pairs: [] })).holds).toBe(false);
});

test('the median lies between the two in the middle, and a percentile is one of the values', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
  expect(percentile([5, 1, 4, 2, 3], 0.95)).toBe(5);
  expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
});

test('the table shows name, ours, baseline, ratio and gate of every row in columns', () => {
  const [head, ...lines] = table([row(), row({ name: 'joins', gate: { at: 'most', ratio: 0.5 } })]).split('\n');

  expect(head).toMatch(/^name +ours +baseline +ratio +gate/);
  expect(lines[0]).toMatch(/^fanout +20\.40 µs\/packet +20\.00 µs\/packet +1\.020 +<= 1\.05 .* yes$/);
  expect(lines[1]).toMatch(/ NO$/);
});
