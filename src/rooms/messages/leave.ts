import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { everyone, open } from '../rules.ts';

/** Out at once, without the time that a dropped connection is given. */
export const leave: Message<'leave'> = {
  input: requests.leave,
  roles: ['newcomer', ...everyone],
  states: open,
  rate: { points: 10, seconds: 60 },

  handle({ attendee, depart }) {
    depart(attendee);
    return {};
  },
};
