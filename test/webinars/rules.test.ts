import { expect, test } from 'vitest';
import { mayChange, stateOf, wrongStart } from '#src/webinars/rules.ts';

const noon = new Date('2026-12-01T12:00Z');
const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const planned = { startsAt: noon, lengthMinutes: 60, cancelledAt: null, liveAt: null, endedAt: null };

test('a webinar is upcoming until a quarter of an hour after its planned end, then it was missed', () => {
  expect(stateOf(planned, later(-1000))).toBe('upcoming');
  expect(stateOf(planned, later(75))).toBe('upcoming');
  expect(stateOf(planned, later(76))).toBe('missed');
});

test('what happened to a webinar counts for more than its plan', () => {
  expect(stateOf({ ...planned, liveAt: noon }, later(600))).toBe('live');
  expect(stateOf({ ...planned, liveAt: noon, endedAt: later(50) }, later(10))).toBe('ended');
  expect(stateOf({ ...planned, cancelledAt: noon }, later(600))).toBe('cancelled');
});

test('only what has not started can be changed', () => {
  const states = ['upcoming', 'missed', 'live', 'ended', 'cancelled'] as const;
  expect(states.filter(mayChange)).toEqual(['upcoming', 'missed']);
});

test('a start may lie a quarter of an hour back and five years ahead', () => {
  expect(wrongStart(later(-15), noon)).toBeUndefined();
  expect(wrongStart(later(-16), noon)).toMatch(/has passed/);
  expect(wrongStart(later(4 * 365 * 24 * 60), noon)).toBeUndefined();
  expect(wrongStart(later(6 * 365 * 24 * 60), noon)).toMatch(/next five years/);
});
