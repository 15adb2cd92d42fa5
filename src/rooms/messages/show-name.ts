import { Refusal } from '../../platform/errors.ts';
import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { open } from '../rules.ts';

/** Agrees to stand in the list of who is here, which the host has opened; or does not, or takes it back (PP-09.2). */
export const showName: Message<'show-name'> = {
  input: requests['show-name'],
  roles: ['panelist', 'attendee'],
  states: open,
  rate: { points: 10, seconds: 60 },

  async handle({ room, list }, { shown }) {
    // One cannot agree to what nobody asks for; one can always take it back.
    if (shown && !room.rosterOpen) throw new Refusal('wrong-state');
    return { receipt: (await list(shown))?.toString() ?? null };
  },
};
