import { offsetAt, startOf, wallTimeAt } from './wall-time.ts';

const MINUTE_MS = 60_000;

/** Whether the same moment reads differently in two zones: then both are shown. */
export const readsDifferently = (instant: Date, one: string, other: string): boolean =>
  wallTimeAt(instant, one) !== wallTimeAt(instant, other);

/** `45 minutes`, `1 hour`, `1 hour 30 minutes`. */
export function lengthInWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [counted(hours, 'hour'), counted(rest, 'minute')].filter((part) => part !== '').join(' ');
}

/** How long until then, rounded so that nobody comes late: `in 3 days`, `in 2 hours`, `in 5 minutes`, `any moment now`. */
export function untilInWords(then: Date, now: Date): string {
  const minutes = Math.floor((then.getTime() - now.getTime()) / MINUTE_MS);

  if (minutes < 1) return 'any moment now';
  else if (minutes < 60) return `in ${counted(minutes, 'minute')}`;
  else if (minutes < 36 * 60) return `in ${counted(Math.floor(minutes / 60), 'hour')}`;
  else return `in ${counted(Math.floor(minutes / (24 * 60)), 'day')}`;
}

/** What the host has to know about a wall time that clocks skip or show twice; nothing for every other one. */
export function noteOnStart(startsLocal: string, timeZone: string): string | undefined {
  const { change, startsAt, wallTime } = startOf(startsLocal, timeZone);
  const [written, zone] = [timeOf(startsLocal), timeZone.replaceAll('_', ' ')];
  const day = dayIn(startsAt, timeZone);

  if (change === 'skipped') {
    return `On ${day} clocks in ${zone} go forward and skip ${written}. The webinar starts at ${timeOf(wallTime)}, the first minute after that.`;
  } else if (change === 'repeated') {
    return `On ${day} clocks in ${zone} go back and show ${written} twice. The webinar starts at the first of the two (${offsetAt(startsAt, timeZone)}).`;
  } else {
    return undefined;
  }
}

/** Empty lines divide paragraphs. */
export const paragraphsOf = (text: string): string[] =>
  text.split(/(?:\r?\n){2,}/).filter((each) => each.trim() !== '');

const dayIn = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .format(instant)
    .replace(',', '');

const timeOf = (wallTime: string): string => wallTime.slice(11, 16);

function counted(amount: number, unit: string): string {
  if (amount === 0) return '';
  else return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** Whole minutes between two instants; the first of them counts. */
export const minutesBetween = (from: Date, to: Date): number =>
  Math.max(1, Math.round((to.getTime() - from.getTime()) / MINUTE_MS));

/** A moment in a table, whose head says the zone: `8 Dec 2026, 18:02`. */
export const momentIn = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(instant);
