import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';

/** Opens the stage to everybody who waits. It is written down before it is said, so that a restart finds the room live. */
export const goLive: Message<'go-live'> = {
  input: requests['go-live'],
  roles: ['host'],
  states: ['backstage'],
  rate: { points: 10, seconds: 60 },

  async handle({ goLive }) {
    await goLive();
    return {};
  },
};
