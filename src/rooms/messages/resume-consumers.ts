import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { everyone, open } from '../rules.ts';

/** The browser has made its end of these streams; they may flow. */
export const resumeConsumers: Message<'resume-consumers'> = {
  input: requests['resume-consumers'],
  roles: everyone,
  states: open,
  rate: { points: 120, seconds: 60 },

  async handle({ attendee, forwarding }, { consumerIds }) {
    await forwarding.resume(attendee, consumerIds);
    return {};
  },
};
