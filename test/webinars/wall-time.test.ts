import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { timeZones } from '#src/platform/fields.ts';
import { offsetAt, startOf, wallTimeAt } from '#src/webinars/wall-time.ts';

const utc = (wallTime: string, zone: string) => startOf(wallTime, zone).startsAt.toISOString().slice(0, 16);

describe('a wall time and a zone', () => {
  test('stand for one instant, whatever the season', () => {
    expect(utc('2026-07-01T18:00', 'Europe/Paris')).toBe('2026-07-01T16:00');
    expect(utc('2026-12-01T18:00', 'Europe/Paris')).toBe('2026-12-01T17:00');
    expect(utc('2026-12-01T18:00', 'Asia/Kolkata')).toBe('2026-12-01T12:30');
  });

  test('that clocks skip become the first minute after the gap', () => {
    const start = startOf('2027-03-28T02:30', 'Europe/Paris');
    expect(start).toEqual({ startsAt: new Date('2027-03-28T01:00Z'), wallTime: '2027-03-28T03:00', change: 'skipped' });
  });

  test('that clocks show twice are the first of the two', () => {
    const start = startOf('2026-10-25T02:30', 'Europe/Paris');
    expect(start).toEqual({
      startsAt: new Date('2026-10-25T00:30Z'),
      wallTime: '2026-10-25T02:30',
      change: 'repeated',
    });
  });

  test('go right where clocks move by half an hour', () => {
    expect(startOf('2026-10-04T02:10', 'Australia/Lord_Howe').wallTime).toBe('2026-10-04T02:30');
    expect(startOf('2027-04-04T01:45', 'Australia/Lord_Howe').change).toBe('repeated');
  });
});

test('the offset is written as people write it', () => {
  const winter = new Date('2026-12-01T12:00Z');
  const zones = ['Europe/Paris', 'Asia/Kolkata', 'America/St_Johns', 'UTC'];
  expect(zones.map((zone) => offsetAt(winter, zone))).toEqual(['UTC+1', 'UTC+5:30', 'UTC−3:30', 'UTC']);
});

describe('in every zone there is, from 2026 to 2030', () => {
  const FROM = Temporal.Instant.from('2026-01-01T00:00Z');
  const TO = Temporal.Instant.from('2031-01-01T00:00Z');

  test('each change of the clocks keeps the promise on both of its sides', { timeout: 60_000 }, () => {
    const changes = timeZones.flatMap((zone) => changesOf(zone).map((change) => ({ zone, change })));
    const wrong = changes.flatMap(({ zone, change }) => wrongAround(zone, change));

    expect(changes.length).toBeGreaterThan(1000);
    expect(wrong).toEqual([]);
  });

  test('a wall time that clocks show comes back as it was written', () => {
    const minute = fc.integer({ min: FROM.epochMilliseconds / 60_000, max: TO.epochMilliseconds / 60_000 });
    fc.assert(
      fc.property(fc.constantFrom(...timeZones), minute, (zone, minutes) => {
        const instant = new Date(minutes * 60_000);
        const { startsAt, change } = startOf(wallTimeAt(instant, zone), zone);
        // Of a wall time that comes twice the second instant is lost, because people cannot write it down.
        return change === 'repeated' ? startsAt <= instant : startsAt.getTime() === instant.getTime();
      }),
      { numRuns: 2000 },
    );
  });

  function changesOf(zone: string): Temporal.ZonedDateTime[] {
    const found: Temporal.ZonedDateTime[] = [];
    let next = FROM.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
    while (next !== null && next.epochMilliseconds < TO.epochMilliseconds) {
      found.push(next);
      next = next.getTimeZoneTransition('next');
    }
    return found;
  }

  /** Wall times on both edges and in the middle of a change that are not what they should be. */
  function wrongAround(zone: string, change: Temporal.ZonedDateTime): string[] {
    const before = change.subtract({ nanoseconds: 1 });
    const shift = (change.offsetNanoseconds - before.offsetNanoseconds) / 60e9;
    const width = Math.abs(shift);
    const edge = change.toPlainDateTime().subtract({ minutes: Math.max(shift, 0) });
    const clock = clockOf(zone);

    return [-1, 0, Math.floor(width / 2), width - 1, width].flatMap((minutes) => {
      const local = edge.add({ minutes }).toString({ smallestUnit: 'minute' });
      const inside = minutes >= 0 && minutes < width;
      const expected = inside ? { skipped: shift > 0, repeated: shift < 0 } : { skipped: false, repeated: false };
      return isRight(zone, local, { ...expected, change, clock }) ? [] : [`${zone} ${local}`];
    });
  }

  type Expected = { skipped: boolean; repeated: boolean; change: Temporal.ZonedDateTime; clock: (at: Date) => string };

  /** Compared with the formatter of the runtime, which knows nothing of our arithmetic. */
  function isRight(zone: string, local: string, { skipped, repeated, change, clock }: Expected): boolean {
    const { startsAt, change: kind, wallTime } = startOf(local, zone);
    const shown = clock(startsAt) === wallTime;

    if (skipped) return shown && kind === 'skipped' && startsAt.getTime() === change.epochMilliseconds;
    else if (repeated) return shown && kind === 'repeated' && startsAt.getTime() < change.epochMilliseconds;
    else return shown && kind === 'plain' && wallTime === local;
  }

  function clockOf(timeZone: string): (instant: Date) => string {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    return (instant) => format.format(instant).replace(' ', 'T');
  }
});
