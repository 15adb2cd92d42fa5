import type { RememberedSettings, SignedIn } from '../platform/http/route.ts';
import { sharingWords } from './decide-sharing.ts';
import type { AttendanceList, listAddresses } from './list-attendance.ts';
import type { Listed } from './list-webinars.ts';
import { mayChange, mayShare, stateOf, type WebinarState } from './rules.ts';
import type { Webinar } from './store.ts';
import { wallTimeAt } from './wall-time.ts';
import {
  lengthInWords,
  minutesBetween,
  momentIn,
  noteOnStart,
  paragraphsOf,
  readsDifferently,
  untilInWords,
} from './words.ts';

type Viewer = {
  now: Date;
  person: SignedIn | undefined;
  settings: RememberedSettings | undefined;
  baseUrl: string;
};

/** What the public page of a webinar shows: when it is, in the viewer's zone too, how it stands and what can be done. */
export function publicPage(webinar: Webinar, { now, person, settings, baseUrl }: Viewer) {
  const state = stateOf(webinar, now);
  const isHost = person?.id === webinar.hostId;
  const { code, title, hostName, startsAt, timeZone, lengthMinutes } = webinar;
  const ownZone = person === undefined ? settings?.timeZone : person.timeZone;
  const clock = typeof ownZone === 'string' ? ownZone : ownZone?.value;
  const open = state === 'live' || state === 'upcoming';

  return {
    webinar: { code, title, hostName, startsAt, timeZone },
    state: BADGES[state],
    is: { [state]: true, host: isHost },
    length: lengthInWords(lengthMinutes),
    until: state === 'upcoming' ? untilInWords(startsAt, now) : undefined,
    viewerZone: clock !== undefined && readsDifferently(startsAt, clock, timeZone) ? ownZone : undefined,
    description: paragraphsOf(webinar.description),
    mayJoin: open && !isHost,
    mayOpen: isHost && (open || state === 'missed'),
    mayChange: isHost && mayChange(state),
    maySeeWhoCame: isHost && (state === 'live' || state === 'ended'),
    note: isHost && mayChange(state) ? noteOnStart(webinar.startsLocal, timeZone) : undefined,
    link: `${baseUrl}/w/${code}`,
  };
}

/** What stands in the section of the public page in which somebody signed in lets the host write to them. */
export function sharingPart(webinar: Webinar, receipt: bigint | undefined, state: WebinarState) {
  if (receipt === undefined && !mayShare(state)) return undefined;
  return { words: sharingWords(webinar), receipt: receipt?.toString() };
}

/** Who came, as the host reads it: names, from when to when, how long. */
export function attendancePage({ webinar, people, sharing, withdrew }: AttendanceList, now: Date) {
  const { code, title, timeZone } = webinar;
  const isOn = stateOf(webinar, now) === 'live' || stateOf(webinar, now) === 'upcoming';
  return {
    webinar: { code, title, timeZone },
    people: people.map(({ name, times }) => ({
      name,
      from: times.as(({ joinedAt }) => momentIn(joinedAt, timeZone)),
      to: times.as(({ leftAt }) => leftAt && momentIn(leftAt, timeZone)),
      stayed: times.as(({ joinedAt, leftAt }) => leftAt && lengthInWords(minutesBetween(joinedAt, leftAt))),
      open: isOn ? 'Still here' : 'Left unknown',
    })),
    count: people.length,
    sharing: sharing === 0 ? undefined : sharing,
    one: sharing === 1,
    withdrew: withdrew.map(({ name, at }) => ({ name, at: momentIn(at, timeZone) })),
  };
}

/** The same as a table to keep, with the addresses of those who let this host write to them. */
export function attendanceTable({ webinar, people }: Awaited<ReturnType<typeof listAddresses>>) {
  const { timeZone } = webinar;
  const wallTime = (instant: Date | null) => instant && wallTimeAt(instant, timeZone).replace('T', ' ');
  return [
    ['Name', `Joined (${timeZone})`, `Left (${timeZone})`, 'Minutes', 'E-mail'],
    ...people.map(({ name, times, email }) => [
      name ?? 'A guest',
      times.as(({ joinedAt }) => wallTime(joinedAt)),
      times.as(({ leftAt }) => wallTime(leftAt)),
      times.as(({ joinedAt, leftAt }) => leftAt && minutesBetween(joinedAt, leftAt)),
      email,
    ]),
  ];
}

/** One webinar in its host's list: what it is, when, what has become of it, and the act that is next. */
export function row({ code, title, startsAt, timeZone, lengthMinutes, state }: Listed, now: Date) {
  const badge = state === 'upcoming' ? undefined : BADGES[state];
  const act = actOn(code, state === 'upcoming' && isSoon(startsAt, now) ? 'live' : state);
  return {
    title,
    href: `/w/${code}`,
    startsAt,
    timeZone,
    lengthMinutes,
    state: badge?.word,
    stateKind: badge?.kind,
    act,
  };
}

/** From then on a host opens the room rather than edit. Longer hides the pencil, shorter sends people searching. */
const SOON_MS = 60 * 60_000;

const isSoon = (startsAt: Date, now: Date) => startsAt.getTime() - now.getTime() <= SOON_MS;

function actOn(code: string, state: WebinarState): { href: string; label: string } | undefined {
  if (state === 'live') return { href: `/w/${code}/room`, label: 'Open the room' };
  else if (state === 'ended') return { href: `/webinars/${code}/attendance`, label: 'Who came' };
  else return mayChange(state) ? { href: `/webinars/${code}/edit`, label: 'Edit' } : undefined;
}

const BADGES: Record<WebinarState, { word: string; kind: string }> = {
  upcoming: { word: 'Upcoming', kind: 'good' },
  live: { word: 'Live now', kind: 'live' },
  ended: { word: 'Ended', kind: 'past' },
  cancelled: { word: 'Cancelled', kind: 'asks' },
  missed: { word: 'Not held', kind: 'past' },
};
