import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { everyone, open } from '../rules.ts';

/** After `media-lost`: a new receive transport for somebody who is here. Sending starts again with its own messages. */
export const rejoinMedia: Message<'rejoin-media'> = {
  input: requests['rejoin-media'],
  roles: everyone,
  states: open,
  rate: { points: 20, seconds: 60 },

  handle: ({ attendee, forwarding }, wish) => forwarding.receive(attendee, wish),
};
