import { expect, test } from 'vitest';
import { Pace } from '#src/rooms/pace.ts';

const rate = { points: 3, seconds: 6 };

test('three at once, then one every two seconds', () => {
  const pace = new Pace();
  expect([0, 0, 0, 0].map((now) => pace.take('say', rate, now))).toEqual([0, 0, 0, 2]);
  expect(pace.take('say', rate, 1_000)).toBe(1);
  expect(pace.take('say', rate, 2_000)).toBe(0);
  expect(pace.take('say', rate, 2_000)).toBe(2);
});

test('each kind of message has a measure of its own', () => {
  const pace = new Pace();
  for (let sent = 0; sent < 4; sent += 1) pace.take('say', rate, 0);
  expect(pace.take('raise-hand', rate, 0)).toBe(0);
});

test('a clock that is set back takes nothing away and gives nothing', () => {
  const pace = new Pace();
  expect([5_000, 1_000, 1_000].map((now) => pace.take('say', rate, now))).toEqual([0, 0, 0]);
  expect(pace.take('say', rate, 1_000)).toBe(2);
});

test('the third flood within a minute is one too many; three in an hour are not', () => {
  const flood = (pace: Pace, now: number) => {
    for (let sent = 0; sent < 23; sent += 1) pace.take('say', rate, now);
  };
  const [storm, weather] = [new Pace(), new Pace()];

  for (const now of [0, 7_000]) flood(storm, now);
  expect(storm.hasFlooded()).toBe(false);
  flood(storm, 14_000);
  expect([storm.hasFlooded(), storm.hasFlooded()]).toEqual([true, false]);

  for (const now of [0, 1_200_000, 2_400_000, 3_600_000]) flood(weather, now);
  expect(weather.hasFlooded()).toBe(false);
});
