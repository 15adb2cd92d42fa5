import type { RememberedSettings, SignedIn } from '../platform/http/route.ts';
import type { Listed } from './list-webinars.ts';
import { mayChange, stateOf, type WebinarState } from './rules.ts';
import type { Webinar } from './store.ts';
import { lengthInWords, noteOnStart, paragraphsOf, readsDifferently, untilInWords } from './words.ts';

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
    note: isHost && mayChange(state) ? noteOnStart(webinar.startsLocal, timeZone) : undefined,
    link: `${baseUrl}/w/${code}`,
  };
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
  else return mayChange(state) ? { href: `/webinars/${code}/edit`, label: 'Edit' } : undefined;
}

const BADGES: Record<WebinarState, { word: string; kind: string }> = {
  upcoming: { word: 'Upcoming', kind: 'good' },
  live: { word: 'Live now', kind: 'live' },
  ended: { word: 'Ended', kind: 'past' },
  cancelled: { word: 'Cancelled', kind: 'asks' },
  missed: { word: 'Not held', kind: 'past' },
};
