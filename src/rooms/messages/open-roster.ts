import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { open } from '../rules.ts';

/** Opens the list of who is here for those who agree to stand in it, or closes it for everybody at once. */
export const openRoster: Message<'open-roster'> = {
  input: requests['open-roster'],
  roles: ['host'],
  states: open,
  rate: { points: 20, seconds: 60 },

  handle({ room }, { open }) {
    if (room.rosterOpen !== open) room.openRoster(open);
    return {};
  },
};
