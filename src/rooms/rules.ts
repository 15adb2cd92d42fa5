import type { Released } from '../platform/personal.ts';
import type { RoomRole, RoomState } from '../protocol/room-messages.ts';

/** How somebody stands in a room: by role, or as a newcomer who is connected and has not joined yet. */
export type Standing = RoomRole | 'newcomer';

export const everyone = ['host', 'panelist', 'attendee'] as const satisfies Standing[];
export const onStage = ['host', 'panelist'] as const satisfies Standing[];
export const open = ['backstage', 'live'] as const satisfies RoomState[];

/** Only the stage is seen and heard; an attendee's page can ask, and nobody gets anything. */
export const mayPublish = (role: RoomRole, state: RoomState): boolean => role !== 'attendee' && state !== 'ended';

/** Before the host goes live the stage sets up unheard by those who wait. */
export const hearsStage = (role: RoomRole, state: RoomState): boolean =>
  state === 'live' || (state === 'backstage' && role !== 'attendee');

export const mayBePromoted = (target: RoomRole): boolean => target === 'attendee';
export const mayBeDemoted = (target: RoomRole): boolean => target === 'panelist';
export const mayBeMuted = (target: RoomRole): boolean => target !== 'attendee';
/** A room without its host could never be ended. */
export const mayBeRemoved = (target: RoomRole): boolean => target !== 'host';

/** Everybody may lower their own hand; the host lowers anybody's, to call on the next. */
export const mayLowerHand = (by: { id: string; role: RoomRole }, whose: string): boolean =>
  by.id === whose || by.role === 'host';

/** Who listens at one end of a line: somebody, or with `self` undefined everybody at once. */
export type Listener = { webinarId: string; hostId: string; isHost: boolean; self: string | undefined };

/** Whether an opened value may go out to them: everybody's in this webinar, the host's own, one's own (PP-05.1). */
export function mayHear(
  { webinarId, hostId, isHost, self }: Listener,
  { recipient, to }: Released<string, unknown>,
): boolean {
  if (recipient === 'participants') return to === webinarId;
  else if (recipient === 'host') return isHost && to === hostId;
  else return recipient === 'self' && to === self;
}
