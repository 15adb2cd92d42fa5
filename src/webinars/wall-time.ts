import { Temporal } from 'temporal-polyfill';

/**
 * What clocks do at a wall time. `plain` nearly always; `skipped` when they jump over it in spring, `repeated` when they
 * show it twice in autumn.
 */
export type ClockChange = 'plain' | 'skipped' | 'repeated';

/** An instant, the wall time it has in its zone (YYYY-MM-DDTHH:MM), and what happened on the way. */
export type Start = { startsAt: Date; wallTime: string; change: ClockChange };

/**
 * The instant a wall time stands for. One that clocks skip becomes the first minute after the gap; one that comes twice
 * is the first of the two. The host is told of both.
 */
export function startOf(wallTime: string, timeZone: string): Start {
  const plain = Temporal.PlainDateTime.from(wallTime);
  const first = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const last = plain.toZonedDateTime(timeZone, { disambiguation: 'later' });

  if (first.epochMilliseconds === last.epochMilliseconds) return start(first, 'plain');
  else if (last.toPlainDateTime().equals(plain)) return start(first, 'repeated');
  else return start(endOfGap(first, last), 'skipped');
}

/** The wall time that clocks of a zone show at an instant. */
export const wallTimeAt = (instant: Date, timeZone: string): string => minutes(at(instant, timeZone));

/** How far a zone is from UTC at an instant, as people write it: `UTC`, `UTC+1`, `UTC−3:30`. */
export function offsetAt(instant: Date, timeZone: string): string {
  const all = Math.round(at(instant, timeZone).offsetNanoseconds / 60e9);
  const [hours, rest] = [Math.floor(Math.abs(all) / 60), Math.abs(all) % 60];
  const sign = all < 0 ? '−' : '+';

  return all === 0 ? 'UTC' : `UTC${sign}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

const start = (moment: Temporal.ZonedDateTime, change: ClockChange): Start => ({
  startsAt: new Date(moment.epochMilliseconds),
  wallTime: minutes(moment),
  change,
});

/** `before` and `after` lie on the two sides of a gap; the change between them is where clocks go on. */
function endOfGap(before: Temporal.ZonedDateTime, after: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return before.getTimeZoneTransition('next') ?? after;
}

const at = (instant: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);

const minutes = (moment: Temporal.ZonedDateTime) => moment.toPlainDateTime().toString({ smallestUnit: 'minute' });
