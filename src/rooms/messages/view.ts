import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { everyone, open } from '../rules.ts';

/** How large each tile is on this screen, so that no more is sent than can be seen. */
export const view: Message<'view'> = {
  input: requests.view,
  roles: everyone,
  states: open,
  rate: { points: 240, seconds: 60 },

  async handle({ attendee, forwarding }, { tiles }) {
    await forwarding.view(attendee, tiles);
    return {};
  },
};
