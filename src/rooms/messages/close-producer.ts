import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { onStage, open } from '../rules.ts';

/** Ends one's own source for everybody. One that has ended already is fine. */
export const closeProducer: Message<'close-producer'> = {
  input: requests['close-producer'],
  roles: onStage,
  states: open,
  rate: { points: 60, seconds: 60 },

  handle({ attendee, room, sfu }, { source }) {
    const stream = attendee.streams.get(source);
    if (stream !== undefined) {
      sfu.closeProducer(stream.producerId);
      room.unpublish(attendee, source);
    }
    return {};
  },
};
