import { Refusal } from '../platform/errors.ts';
import type { AttendeeId, PersonId } from '../platform/ids.ts';
import type { MediaSource } from '../protocol/media.ts';
import type { OnStage, Person, RoomRole, Snapshot } from '../protocol/room-messages.ts';
import type { Audience } from './changes.ts';
import type { Claims } from './join-token.ts';
import { Pace } from './pace.ts';

export type Attendee = {
  readonly id: AttendeeId;
  readonly personId: PersonId | undefined;
  readonly name: string;
  role: RoomRole;
  /** A newcomer has connected and not joined, or has left. */
  presence: 'newcomer' | 'here' | 'removed';
  connected: boolean;
  handRaisedAt: number | null;
  readonly streams: Map<MediaSource, { producerId: string; paused: boolean }>;
  readonly pace: Pace;
};

export const newcomer = ({ attendeeId, personId, name, role }: Claims): Attendee => ({
  id: attendeeId,
  personId,
  name,
  role,
  presence: 'newcomer',
  connected: false,
  handRaisedAt: null,
  streams: new Map(),
  pace: new Pace(),
});

export const audienceOf = ({ role }: Attendee): Audience => (role === 'host' ? 'host' : 'everybody');

/** As they see themselves. */
export const asYou = ({ id, name, role, handRaisedAt }: Attendee): Snapshot['you'] => ({
  attendeeId: id,
  name,
  role,
  handRaisedAt,
});

/** As the host sees them. */
export const asPerson = ({ id, name, role, handRaisedAt, connected }: Attendee): Person => ({
  attendeeId: id,
  name,
  role,
  handRaisedAt,
  connected,
});

/** As everybody sees whoever is on the stage; an attendee is on none. */
export function asOnStage({ id, name, role, streams }: Attendee): OnStage[] {
  if (role === 'attendee') return [];
  return [{ attendeeId: id, name, role, streams: [...streams].map(([source, stream]) => ({ source, ...stream })) }];
}

/** One of their sources. It may have ended while their message was on its way. */
export function streamOf({ streams }: Attendee, source: MediaSource): { producerId: string; paused: boolean } {
  const stream = streams.get(source);
  if (stream === undefined) throw new Refusal('wrong-state');
  return stream;
}
