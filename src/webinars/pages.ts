import type { SignedIn } from '../platform/http/route.ts';
import { mayChange, stateOf, type WebinarState } from './rules.ts';
import type { Webinar } from './store.ts';
import { lengthInWords, noteOnStart, paragraphsOf, readsDifferently, untilInWords, type When, when } from './words.ts';

type Viewer = { now: Date; person: SignedIn | undefined; baseUrl: string };

/** What the public page of a webinar shows: the host's time, the viewer's where it reads differently, and what can be done. */
export function publicPage(webinar: Webinar, { now, person, baseUrl }: Viewer) {
  const state = stateOf(webinar, now);
  const isHost = person?.id === webinar.hostId;

  return {
    ...row({ ...webinar, state }, now),
    isHost,
    hostName: webinar.hostName,
    description: paragraphsOf(webinar.description),
    viewer: person === undefined ? undefined : inZoneOf(person, webinar),
    mayJoin: state === 'live' || state === 'upcoming',
    mayOpen: isHost && state !== 'ended' && state !== 'cancelled',
    mayChange: isHost && mayChange(state),
    note: isHost && mayChange(state) ? noteOnStart(webinar.startsLocal, webinar.timeZone) : undefined,
    link: `${baseUrl}/w/${webinar.code}`,
  };
}

/** One webinar in a list: what it is, when by its host's clock, and what has become of it. */
export function row(webinar: Webinar & { state: WebinarState }, now: Date) {
  const { code, title, state, startsAt, lengthMinutes, timeZone } = webinar;
  return {
    code,
    title,
    state,
    is: { [state]: true },
    badge: BADGES[state],
    when: when(webinar, timeZone),
    startsAt: startsAt.toISOString(),
    length: lengthInWords(lengthMinutes),
    until: state === 'upcoming' ? untilInWords(startsAt, now) : undefined,
    mayChange: mayChange(state),
  };
}

const BADGES: Record<WebinarState, string> = {
  upcoming: 'Upcoming',
  live: 'Live now',
  ended: 'Ended',
  cancelled: 'Cancelled',
  missed: 'Not held',
};

function inZoneOf({ timeZone }: SignedIn, webinar: Webinar): When | undefined {
  return readsDifferently(webinar.startsAt, timeZone, webinar.timeZone) ? when(webinar, timeZone) : undefined;
}
