import { requests } from '../../protocol/room-messages.ts';
import { streamOf } from '../attendee.ts';
import type { Message } from '../message.ts';
import { onStage, open } from '../rules.ts';

/** Silences or darkens one's own source; nothing of it is forwarded until it is resumed. */
export const pauseProducer: Message<'pause-producer'> = {
  input: requests['pause-producer'],
  roles: onStage,
  states: open,
  rate: { points: 120, seconds: 60 },

  async handle({ attendee, room, sfu }, { source }) {
    await sfu.pauseProducer(streamOf(attendee, source).producerId);
    room.pause(attendee, source, true);
    return {};
  },
};
