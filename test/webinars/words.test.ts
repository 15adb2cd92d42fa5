import { expect, test } from 'vitest';
import { lengthInWords, noteOnStart, paragraphsOf, readsDifferently, untilInWords } from '#src/webinars/words.ts';

const evening = new Date('2026-11-19T17:00Z');

test('a time is shown in two zones only where their clocks differ at that moment', () => {
  expect(readsDifferently(evening, 'Europe/Paris', 'America/New_York')).toBe(true);
  expect(readsDifferently(evening, 'Europe/Paris', 'Europe/Berlin')).toBe(false);
});

test('lengths are written out', () => {
  expect([5, 60, 90, 121, 720].map(lengthInWords)).toEqual([
    '5 minutes',
    '1 hour',
    '1 hour 30 minutes',
    '2 hours 1 minute',
    '12 hours',
  ]);
});

test('what is left is rounded down, so that nobody comes late', () => {
  const then = (minutes: number) => untilInWords(new Date(evening.getTime() + minutes * 60_000), evening);
  expect([-5, 0.5, 1, 59.9, 119, 60 * 35, 60 * 47, 60 * 24 * 6].map(then)).toEqual([
    'any moment now',
    'any moment now',
    'in 1 minute',
    'in 59 minutes',
    'in 1 hour',
    'in 35 hours',
    'in 1 day',
    'in 6 days',
  ]);
});

test('the host learns what clocks do to the time that was written, and nothing otherwise', () => {
  expect(noteOnStart('2026-11-19T18:00', 'Europe/Paris')).toBeUndefined();
  expect(noteOnStart('2027-03-28T02:30', 'Europe/Paris')).toBe(
    'On Sunday 28 March 2027 clocks in Europe/Paris go forward and skip 02:30. The webinar starts at 03:00, the first minute after that.',
  );
  expect(noteOnStart('2026-11-01T01:30', 'America/New_York')).toBe(
    'On Sunday 1 November 2026 clocks in America/New York go back and show 01:30 twice. The webinar starts at the first of the two (UTC−4).',
  );
});

test('empty lines divide paragraphs', () => {
  expect(paragraphsOf('Bring straw.\r\nAnd a fan.\r\n\r\n\nAsk away.\n\n ')).toEqual([
    'Bring straw.\r\nAnd a fan.',
    'Ask away.',
  ]);
});
