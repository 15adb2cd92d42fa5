/** The language of the pages, whatever the browser speaks. */
const LANGUAGE = 'en-GB';

/** Adds the reader's own time behind every time whose zone reads differently from theirs. */
export function showOwnTime(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-zone]')) {
    const words = ownTime(new Date(time.dateTime), time.dataset.zone ?? 'UTC');
    if (words !== '') time.after(' ', aside(words));
  }
}

/** `12:00 where you are, Eastern Standard Time`, with the day where that differs too; nothing when the clocks agree. */
function ownTime(instant: Date, zone: string): string {
  const [theirs, ours] = [clock(instant, zone), clock(instant)];
  if (theirs === ours) return '';

  const [theirDay, ourDay] = [day(instant, zone), day(instant)];
  const when = theirDay === ourDay ? ours : `${ourDay} at ${ours}`;
  return `${when} where you are, ${zoneName(instant)}`;
}

function aside(words: string): HTMLElement {
  const span = document.createElement('span');
  span.className = 'your-time';
  span.textContent = `(${words})`;
  return span;
}

const clock = (instant: Date, timeZone?: string) =>
  new Intl.DateTimeFormat(LANGUAGE, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);

const day = (instant: Date, timeZone?: string) =>
  new Intl.DateTimeFormat(LANGUAGE, { timeZone, weekday: 'long', day: 'numeric', month: 'long' })
    .format(instant)
    .replace(',', '');

const zoneName = (instant: Date) =>
  new Intl.DateTimeFormat(LANGUAGE, { timeZoneName: 'long' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';
