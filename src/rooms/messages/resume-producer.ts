import { requests } from '../../protocol/room-messages.ts';
import { streamOf } from '../attendee.ts';
import type { Message } from '../message.ts';
import { onStage, open } from '../rules.ts';

/** Lets one's own source flow again, also after the host has muted it: only the person turns a microphone on. */
export const resumeProducer: Message<'resume-producer'> = {
  input: requests['resume-producer'],
  roles: onStage,
  states: open,
  rate: { points: 120, seconds: 60 },

  async handle({ attendee, room, sfu }, { source }) {
    await sfu.resumeProducer(streamOf(attendee, source).producerId);
    room.pause(attendee, source, false);
    return {};
  },
};
