/** Day and month as words and a clock of 24 hours: nobody can read 03/04 or 7:00 in two ways. */
const LANGUAGE = 'en-GB';

type Formats = Record<'when' | 'zone' | 'short', Intl.DateTimeFormat>;
const formats = new Map<string, Formats>();

/** `Thursday 26 November 2026 at 18:00, Central European Standard Time (Paris)`. */
export function dateTime(instant: Date, zone: string): string {
  const { when, zone: named } = formatsFor(zone);
  const place = zone.includes('/') ? ` (${zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')})` : '';
  return `${when.format(instant).replace(',', '')}, ${part(named, instant)}${place}`;
}

/** `26 Nov 2026, 18:00 CET`: for tables, where the words around it say what it is about. */
export const shortTime = (instant: Date, zone: string): string => formatsFor(zone).short.format(instant);

/** `03/26/2011`, as the policy writes the day of its last change (PP-01.2). Takes `2011-03-26`. */
export function policyDate(isoDay: string): string {
  const [year = '', month = '', day = ''] = isoDay.split('-');
  return `${month}/${day}/${year}`;
}

/** `1 November 2026`, as that day is in UTC. */
export const day = (instant: Date): string => DAY.format(instant);

const DAY = new Intl.DateTimeFormat(LANGUAGE, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

/** Making a format costs a hundred times what using it does, so each zone's is kept. There are some 420 zones. */
function formatsFor(zone: string): Formats {
  const kept = formats.get(zone);
  if (kept !== undefined) return kept;

  const made = {
    when: new Intl.DateTimeFormat(LANGUAGE, {
      timeZone: zone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
    zone: new Intl.DateTimeFormat(LANGUAGE, { timeZone: zone, timeZoneName: 'long' }),
    short: new Intl.DateTimeFormat(LANGUAGE, {
      timeZone: zone,
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    }),
  };
  formats.set(zone, made);
  return made;
}

function part(format: Intl.DateTimeFormat, instant: Date): string {
  return format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
