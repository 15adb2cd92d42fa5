import { requests } from '../../protocol/room-messages.ts';
import { asYou } from '../attendee.ts';
import type { Message } from '../message.ts';
import { everyone, mayLowerHand, open } from '../rules.ts';

/** Lowers one's own hand, or, for the host, somebody else's. */
export const lowerHand: Message<'lower-hand'> = {
  input: requests['lower-hand'],
  roles: everyone,
  states: open,
  rate: { points: 60, seconds: 60 },

  allowed: ({ attendee }, { attendeeId = attendee.id }) => mayLowerHand(attendee, attendeeId),

  handle({ attendee, room, tell }, { attendeeId = attendee.id }) {
    const whose = room.people.find(attendeeId);
    room.lowerHand(whose);
    tell(whose, 'you', asYou(whose));
    return {};
  },
};
