import { showOwn } from '../gateway/release.ts';
import { Refusal } from '../platform/errors.ts';
import type { AttendeeId, PersonId } from '../platform/ids.ts';
import type { Personal } from '../platform/personal.ts';
import type { MediaSource } from '../protocol/media.ts';
import type { Listing, RoomRole, You } from '../protocol/room-messages.ts';
import type { Audience } from './changes.ts';
import type { Claims } from './join-token.ts';
import type { Names, RoomListed, RoomOnStage, RoomPerson } from './names.ts';
import { Pace } from './pace.ts';

/** Whom a name is told to: the host, everybody because they write or stand on the stage, everybody in the list. */
export type Ear = 'host' | 'participants' | 'roster';

export type Attendee = {
  readonly id: AttendeeId;
  readonly personId: PersonId | undefined;
  /** A member's changes with their account. */
  name: Personal<'name'>;
  /** The name as it was opened for others. Nobody is told of a name that is not here. */
  opened: { host?: Names['host']; participants?: Names['participants']; roster?: Names['participants'] };
  role: RoomRole;
  /** A newcomer has connected and not joined, or has left. */
  presence: 'newcomer' | 'here' | 'removed';
  connected: boolean;
  handRaisedAt: number | null;
  listing: Listing;
  readonly streams: Map<MediaSource, { producerId: string; paused: boolean }>;
  readonly pace: Pace;
};

/** Who somebody is, with the name they go by now. */
export type Named = Omit<Claims, 'name'> & { name: Personal<'name'> };

export const newcomer = ({ attendeeId, personId, name, role }: Named): Attendee => ({
  id: attendeeId,
  personId,
  name,
  // The host's own name in the list of the host is their own.
  opened: role === 'host' ? { host: showOwn(name, name.about) } : {},
  role,
  presence: 'newcomer',
  connected: false,
  handRaisedAt: null,
  listing: 'unasked',
  streams: new Map(),
  pace: new Pace(),
});

export const audienceOf = ({ role }: Attendee): Audience => (role === 'host' ? 'host' : 'everybody');

/** As they see themselves. */
export const asYou = ({ id, name, role, handRaisedAt, listing }: Attendee): You<Names['self']> => ({
  attendeeId: id,
  name: showOwn(name, name.about),
  role,
  handRaisedAt,
  listing,
});

/** As the host sees them; nobody, as long as their name has not been released to the host. */
export function asPerson({ id, opened, role, handRaisedAt, connected }: Attendee): RoomPerson | undefined {
  if (opened.host === undefined) return undefined;
  return { attendeeId: id, name: opened.host, role, handRaisedAt, connected };
}

/** As everybody sees whoever is on the stage; an attendee is on none. */
export function asOnStage({ id, opened, role, streams }: Attendee): RoomOnStage[] {
  if (role === 'attendee' || opened.participants === undefined) return [];
  const sources = [...streams].map(([source, stream]) => ({ source, ...stream }));
  return [{ attendeeId: id, name: opened.participants, role, streams: sources }];
}

/** As everybody sees whoever is in the audience and agreed to be in the list. */
export function asListed({ id, opened, role, presence, listing }: Attendee): RoomListed | undefined {
  const inList = role === 'attendee' && presence === 'here' && listing === 'shown';
  return inList && opened.roster !== undefined ? { attendeeId: id, name: opened.roster } : undefined;
}

/** One of their sources. It may have ended while their message was on its way. */
export function streamOf({ streams }: Attendee, source: MediaSource): { producerId: string; paused: boolean } {
  const stream = streams.get(source);
  if (stream === undefined) throw new Refusal('wrong-state');
  return stream;
}

/** For whom a name has to be opened before they can be told of somebody who is here. */
export function missingEars({ role, listing, opened }: Attendee): Ear[] {
  const ears: Ear[] = [];
  if (opened.host === undefined) ears.push('host');
  if (role !== 'attendee' && opened.participants === undefined) ears.push('participants');
  if (listing === 'shown' && opened.roster === undefined) ears.push('roster');
  return ears;
}
