import { requests } from '../../protocol/room-messages.ts';
import { asYou } from '../attendee.ts';
import type { Message } from '../message.ts';
import { open } from '../rules.ts';

/** Asks for the word. Only the host sees it; raised twice, the first time counts. */
export const raiseHand: Message<'raise-hand'> = {
  input: requests['raise-hand'],
  roles: ['panelist', 'attendee'],
  states: open,
  rate: { points: 10, seconds: 30 },

  handle({ attendee, room, tell }) {
    room.raiseHand(attendee);
    tell(attendee, 'you', asYou(attendee));
    return {};
  },
};
