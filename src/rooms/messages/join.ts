import { Refusal } from '../../platform/errors.ts';
import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { everyone, open } from '../rules.ts';

/** Enters the room, or enters it anew in place of all media the same attendee had: everything in one round trip. */
export const join: Message<'join'> = {
  input: requests.join,
  roles: ['newcomer', ...everyone],
  states: open,
  rate: { points: 60, seconds: 60 },

  async handle({ attendee, room, sfu, forwarding, isCurrent, follow }, wish) {
    // A page that was reloaded has no hold on what it was sending.
    sfu.stopSending(attendee.id);
    if (attendee.streams.size > 0) room.unpublish(attendee, ...attendee.streams.keys());
    const { transport, consumers } = await forwarding.receive(attendee, wish);

    if (attendee.presence === 'removed' || room.state === 'ended' || !isCurrent()) {
      forwarding.leave(attendee);
      throw new Refusal(attendee.presence === 'removed' ? 'removed' : room.state === 'ended' ? 'room-ended' : 'moved');
    }

    room.arrive(attendee);
    follow();
    return { snapshot: room.snapshot(attendee), transport, consumers };
  },
};
