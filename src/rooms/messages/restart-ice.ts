import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { everyone, mayPublish, open } from '../rules.ts';

/** New ICE parameters for a transport that is there: the network changed, the media stays. */
export const restartIce: Message<'restart-ice'> = {
  input: requests['restart-ice'],
  roles: everyone,
  states: open,
  rate: { points: 20, seconds: 60 },

  allowed: ({ attendee, room }, { direction }) => direction === 'receive' || mayPublish(attendee.role, room.state),

  async handle({ attendee, sfu }, { direction }) {
    return { iceParameters: await sfu.restartIce(attendee.id, direction) };
  },
};
