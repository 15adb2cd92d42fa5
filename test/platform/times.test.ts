import { expect, test } from 'vitest';
import { timeZone, timeZones } from '#src/platform/fields.ts';
import { dateTime, policyDate, shortTime } from '#src/platform/times.ts';

const instant = new Date('2026-11-26T17:00:00Z');

test.for([
  ['Europe/Paris', 'Thursday 26 November 2026 at 18:00, Central European Standard Time (Paris)'],
  ['Asia/Kolkata', 'Thursday 26 November 2026 at 22:30, India Standard Time (Kolkata)'],
  ['America/Argentina/Buenos_Aires', 'Thursday 26 November 2026 at 14:00, Argentina Standard Time (Buenos Aires)'],
  ['Pacific/Auckland', 'Friday 27 November 2026 at 06:00, New Zealand Daylight Time (Auckland)'],
  ['UTC', 'Thursday 26 November 2026 at 17:00, Coordinated Universal Time'],
] as const)('a time in %s names its zone', ([zone, words]) => {
  expect(dateTime(instant, zone)).toBe(words);
});

test('midnight is 00:00 of the new day', () => {
  expect(dateTime(new Date('2026-11-26T00:00:00Z'), 'UTC')).toMatch(/^Thursday 26 November 2026 at 00:00/);
});

test.each([
  ['2026-11-26T17:00:00Z', 'Europe/Paris', '26 Nov 2026, 18:00 CET'],
  ['2026-07-01T23:59:00Z', 'UTC', '1 Jul 2026, 23:59 UTC'],
])('in a table %s in %s is %s', (instant, zone, words) => {
  expect(shortTime(new Date(instant), zone)).toBe(words);
});

test('the policy writes a day as month, day, year', () => {
  expect(policyDate('2026-03-09')).toBe('03/09/2026');
});

test('zones are listed under the names their places have now, and taken under the old ones too', () => {
  expect(timeZones).toContain('Asia/Kolkata');
  expect(timeZones).not.toContain('Asia/Calcutta');
  for (const zone of ['Asia/Kolkata', 'Asia/Calcutta', 'Europe/Kyiv', 'Europe/Kiev', 'UTC']) {
    expect(timeZone.safeParse(zone).success).toBe(true);
  }
  for (const zone of ['Etc/GMT+5', 'Mars/Olympus', 'europe/paris', ''])
    expect(timeZone.safeParse(zone).success).toBe(false);
});
