import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOldEnough, slipIn } from '#src/platform/http/age.ts';
import { markCookie, readMark } from '#src/platform/http/age-mark.ts';
import { signed } from '#src/platform/http/signed-cookie.ts';

const HOUR_MS = 3_600_000;
const born = (year: number, month: number) => ({ year, month });

describe('who is old enough (PP-13.2)', () => {
  test('the month of the thirteenth birthday has to be over, at the place where it is over last', () => {
    expect(isOldEnough(born(2013, 11), new Date('2026-11-30T23:59:59Z'))).toBe(false);
    expect(isOldEnough(born(2013, 11), new Date('2026-12-01T11:59:59Z'))).toBe(false);
    expect(isOldEnough(born(2013, 11), new Date('2026-12-01T12:00:00Z'))).toBe(true);
  });

  test('December runs into the next year, and a leap day into March', () => {
    expect(isOldEnough(born(2013, 12), new Date('2026-12-31T23:59Z'))).toBe(false);
    expect(isOldEnough(born(2013, 12), new Date('2027-01-01T12:00Z'))).toBe(true);
    expect(isOldEnough(born(2012, 2), new Date('2025-03-01T11:59Z'))).toBe(false);
    expect(isOldEnough(born(2012, 2), new Date('2025-03-01T12:00Z'))).toBe(true);
  });

  test('nobody passes before their thirteenth birthday, on whichever day they were born and wherever they are', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2040-12-31'), noInvalidDate: true });
    const nearTheBirthday = fc.integer({ min: -70 * 24, max: 70 * 24 });
    fc.assert(
      fc.property(day, nearTheBirthday, fc.integer({ min: -12, max: 14 }), (birth, hours, zone) => {
        const birthday = thirteenthBirthday(birth);
        const now = new Date(birthday + hours * HOUR_MS);
        const local = now.getTime() + zone * HOUR_MS;

        const passes = isOldEnough(born(birth.getUTCFullYear(), birth.getUTCMonth() + 1), now);
        if (passes) expect(local).toBeGreaterThanOrEqual(birthday);
        // And nobody waits longer than what is left of the month and the zones.
        else expect(local - birthday).toBeLessThan((31 * 24 + 26) * HOUR_MS);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** Its first moment, as clocks there show it. Who was born on a leap day has it on 1 March, the later of both customs. */
const thirteenthBirthday = (birth: Date) =>
  Date.UTC(birth.getUTCFullYear() + 13, birth.getUTCMonth(), birth.getUTCDate());

test('a month to come and a year before anybody alive are slips; this month and a very old person are not', () => {
  const now = new Date('2026-11-22T12:00Z');

  expect(slipIn(born(2026, 12), now)).toBe('This is still to come. Check it.');
  expect(slipIn(born(9999, 1), now)).toBe('This is still to come. Check it.');
  for (const year of [0, 99, 1900]) expect(slipIn(born(year, 5), now)).toBe('Check the year.');
  for (const year of [1901, 1984, 2026]) expect(slipIn(born(year, 11), now)).toBeUndefined();
  // It is December already where the day begins first.
  expect(slipIn(born(2026, 12), new Date('2026-11-30T13:00Z'))).toBeUndefined();
});

describe('what the browser remembers', () => {
  const noon = new Date('2026-12-08T12:00Z');
  const at = (clock: Date) => ({ secrets: { session: 'the secret of this house, long enough' }, clock: () => clock });
  const later = (hours: number) => at(new Date(noon.getTime() + hours * HOUR_MS));

  test('that the question was passed, and when, for a day; and it goes with the browser', () => {
    const cookie = markCookie(at(noon), { passedAt: noon });

    expect(cookie).toMatchObject({ name: 'age', path: '/' });
    expect(cookie.maxAgeSeconds).toBeUndefined();
    expect(readMark(later(23.9), cookie.value)).toEqual({ passedAt: noon });
    expect(readMark(later(24), cookie.value)).toBeUndefined();
  });

  test('that it was not passed, in the same letters for everybody, so that nobody is known by them', () => {
    const [one, other] = [markCookie(at(noon), 'not-passed'), markCookie(later(7), 'not-passed')];

    expect(one).toEqual(other);
    expect(readMark(later(1_000), one.value)).toBe('not-passed');
  });

  test('nothing that we did not sign as this', () => {
    const { value } = markCookie(at(noon), { passedAt: noon });
    const elsewhere = { ...at(noon), secrets: { session: 'the secret of another house' } };
    const wrong = [
      undefined,
      '',
      'not-passed',
      noon.toISOString(),
      `${value}x`,
      value.replace('2026', '2027'),
      signed(at(noon), 'join', noon.toISOString()),
      signed(at(noon), 'age', 'tomorrow'),
    ];

    for (const each of wrong) expect(readMark(at(noon), each), String(each)).toBeUndefined();
    expect(readMark(elsewhere, value)).toBeUndefined();
  });
});
