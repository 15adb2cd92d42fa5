import { sessionKey } from '../accounts/session-store.ts';
import { showOwn } from '../gateway/release.ts';
import { type Problems, Refusal } from '../platform/errors.ts';
import { agePassed } from '../platform/http/age-door.ts';
import { type Entered, type Reply, type Route, route, type Visit } from '../platform/http/route.ts';
import { type AttendeeId, newId, type WebinarCode } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { type Released, seal } from '../platform/personal.ts';
import { livePolicy } from '../policy/policy.ts';
import type { RoomBootstrap } from '../protocol/room-messages.ts';
import type { Sfu } from '../sfu/sfu.ts';
import { type Webinar, webinarByCode } from '../webinars/find-webinar.ts';
import { showNameWords } from './decide-listing.ts';
import { iceServers } from './ice-servers.ts';
import { attendeeOf, type Claims, issueToken, readToken, TOKEN_SECONDS } from './join-token.ts';
import type { Rooms } from './open-rooms.ts';
import { GuestForm, RoomPlace } from './schema.ts';

type RoomParts = Pick<Parts, 'config' | 'secrets' | 'db' | 'clock'> & {
  sfu: Pick<Sfu, 'rtpCapabilities'>;
  rooms: Pick<Rooms, 'find'>;
};
type AtRoom = Visit<{ code: WebinarCode }>;

/** A whole lecture hall comes from one address within a minute. Lower, and its last rows stay outside. */
const GUESTS = { points: 600, seconds: 60 };

const COOKIE = 'join';

export const roomRoutes = (parts: RoomParts): Route[] => [
  route({
    method: 'GET',
    path: '/w/:code/room',
    who: 'anyone',
    room: true,
    door: { asks: (visit) => isNewGuest(parts, visit) },
    params: RoomPlace,
    async handle(visit: AtRoom) {
      const webinar = await webinarByCode(parts, visit.params.code);
      const claims = claimsOf(parts, webinar, visit);
      const closed = whyClosed(parts, webinar, claims);

      if (closed !== undefined) return closedPage(webinar, closed);
      else if (claims === undefined) return door(webinar, {}, {});
      else return roomPage(parts, webinar, { claims, name: ownName(visit, claims) });
    },
  }),

  route({
    method: 'POST',
    path: '/w/:code/guests',
    who: 'anyone',
    door: { page: '/w/:code/room', asks: (visit) => isNewGuest(parts, visit) },
    rate: GUESTS,
    params: RoomPlace,
    body: GuestForm,
    again: async (visit, entered, problems) => door(await webinarByCode(parts, visit.params.code), entered, problems),
    async handle(visit: AtRoom & { body: GuestForm }) {
      const webinar = await webinarByCode(parts, visit.params.code);
      const closed = whyClosed(parts, webinar, undefined);
      if (closed !== undefined) return closedPage(webinar, closed);

      const path = `/w/${webinar.code}`;
      if (claimsOf(parts, webinar, visit) !== undefined) return { redirect: `${path}/room` };

      const { version } = await livePolicy(parts);
      const claims = guestIn(webinar, visit, version);
      const cookie = { name: COOKIE, value: issueToken(parts, claims), path, maxAgeSeconds: TOKEN_SECONDS };
      return { redirect: `${path}/room`, cookies: [cookie] };
    },
  }),
];

/** Who the visitor is in this room: signed in, or a guest whose cookie we signed; `undefined` for nobody yet. */
function claimsOf(
  { secrets, clock }: RoomParts,
  webinar: Webinar,
  { person, session, cookies }: AtRoom,
): Claims | undefined {
  if (person !== undefined) {
    const attendeeId = attendeeOf(secrets, { webinarId: webinar.id, personId: person.id });
    const role = person.id === webinar.hostId ? 'host' : 'attendee';
    const signedIn = session.id === undefined ? {} : { session: sessionKey(session.id) };
    return { webinarId: webinar.id, attendeeId, personId: person.id, role, ...signedIn };
  } else {
    const claims = readToken({ secrets, clock }, cookies[COOKIE]);
    return claims?.webinarId === webinar.id ? claims : undefined;
  }
}

function guestIn({ id }: Webinar, { body: { name }, age }: AtRoom & { body: GuestForm }, under: number): Claims {
  const attendeeId = newId<AttendeeId>();
  return {
    webinarId: id,
    attendeeId,
    name: seal('name', name, { about: attendeeId, under, via: 'form' }),
    role: 'attendee',
    agePassedAt: agePassed({ age }).agePassedAt.getTime(),
  };
}

/** Whether the visitor would be asked for a name: the room is open, and they have no place in it. */
async function isNewGuest(parts: RoomParts, visit: AtRoom): Promise<boolean> {
  const webinar = await webinarByCode(parts, visit.params.code);
  const claims = claimsOf(parts, webinar, visit);
  return claims === undefined && whyClosed(parts, webinar, claims) === undefined;
}

type Closed = 'cancelled' | 'room-ended' | 'removed';

function whyClosed({ rooms }: RoomParts, webinar: Webinar, claims: Claims | undefined): Closed | undefined {
  if (webinar.cancelledAt !== null) return 'cancelled';
  else if (webinar.endedAt !== null) return 'room-ended';
  else if (claims !== undefined && rooms.find(webinar.id)?.people.isBarred(claims)) return 'removed';
  else return undefined;
}

function closedPage(webinar: Webinar, why: Closed): Reply {
  const refusal = why === 'cancelled' ? undefined : new Refusal(why);
  const sentence = refusal?.message ?? 'This webinar was cancelled by its host.';
  return { page: 'rooms/closed', title: webinar.title, status: refusal?.status ?? 410, model: { webinar, sentence } };
}

const door = (webinar: Webinar, entered: Entered, problems: Problems): Reply => ({
  page: 'rooms/door',
  title: `Join “${webinar.title}”`,
  model: { webinar, entered, problems, signIn: `/sign-in?next=${encodeURIComponent(`/w/${webinar.code}/room`)}` },
});

/** What the visitor goes by, for their own eyes. */
function ownName({ person }: AtRoom, { name }: Claims): Released<'self'> | undefined {
  return person?.name ?? (name && showOwn(name, name.about));
}

type Comer = { claims: Claims; name: Released<'self'> | undefined };

const roomPage = (parts: RoomParts, webinar: Webinar, comer: Comer): Reply => ({
  page: 'rooms/room',
  layout: 'room',
  title: webinar.title,
  model: { webinar, bootstrap: JSON.stringify(bootstrapOf(parts, webinar, comer)) },
});

/** All that joining would otherwise have to ask for, so that it takes one round trip. */
function bootstrapOf(parts: RoomParts, webinar: Webinar, { claims, name }: Comer): RoomBootstrap {
  const room = parts.rooms.find(webinar.id);

  return {
    joinToken: issueToken(parts, claims),
    title: webinar.title,
    hostName: webinar.hostName.value,
    name: name?.value ?? '',
    role: room?.people.roleOf(claims.attendeeId) ?? claims.role,
    state: room?.state ?? (webinar.liveAt === null ? 'backstage' : 'live'),
    startsAt: webinar.startsAt.getTime(),
    rtpCapabilities: parts.sfu.rtpCapabilities,
    iceServers: iceServers(parts),
    leaveTo: `/w/${webinar.code}`,
    showNameWords,
  };
}
