import { expect, test } from 'vitest';
import { barChart, shareOf } from '#src/platform/charts.ts';

const chartOf = (...values: number[]) =>
  barChart({
    id: 'chart',
    title: 'Visitors',
    desc: 'One bar.',
    bars: values.map((value) => ({ label: `${value}`, value })),
  });

test('bars stand on the ground, in the proportion of their numbers, under a round top whose half is whole', () => {
  const { bars, top, width, first, last } = chartOf(0, 25, 50);
  expect({ top, width, first, last }).toEqual({ top: 60, width: 30, first: '0', last: '50' });
  expect(bars.map(({ y, height }) => Math.round(y + height))).toEqual([100, 100, 100]);
  expect(bars.map(({ height }) => Math.round(height))).toEqual([0, 42, 83]);
});

test.each([
  [0, 2],
  [4, 4],
  [5, 6],
  [9, 10],
  [10, 10],
  [11, 20],
  [73, 80],
  [101, 200],
  [1000, 1000],
])('the top above %d is %d', (value, top) => {
  expect(chartOf(value).top).toBe(top);
});

test('where nobody came, no bar has a length', () => {
  expect(shareOf(0, 0)).toBe(0);
  expect(shareOf(1, 3)).toBe(33);
});
