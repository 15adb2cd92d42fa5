import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { everyone, open } from '../rules.ts';

/** After a new connection or a gap in the versions: the whole room once more. Media that is alive stays as it is. */
export const catchUp: Message<'catch-up'> = {
  input: requests['catch-up'],
  roles: everyone,
  states: open,
  rate: { points: 30, seconds: 60 },

  handle({ attendee, room, forwarding, follow }) {
    forwarding.catchUp(attendee);
    follow();
    return { snapshot: room.snapshot(attendee) };
  },
};
