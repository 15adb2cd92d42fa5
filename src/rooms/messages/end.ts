import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { open } from '../rules.ts';

/** Ends the webinar for everybody, for good. */
export const end: Message<'end'> = {
  input: requests.end,
  roles: ['host'],
  states: open,
  rate: { points: 10, seconds: 60 },

  async handle({ end }) {
    await end();
    return {};
  },
};
