import { notAllowed } from '../../platform/errors.ts';
import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { mayPublish, onStage, open } from '../rules.ts';

/** A connected transport to send on, in place of the one there was; what flowed on that has ended. */
export const openSendTransport: Message<'open-send-transport'> = {
  input: requests['open-send-transport'],
  roles: onStage,
  states: open,
  rate: { points: 20, seconds: 60 },

  async handle({ attendee, room, sfu }, { fingerprints }) {
    if (attendee.streams.size > 0) room.unpublish(attendee, ...attendee.streams.keys());
    const transport = await sfu.send(attendee.id, { fingerprints });

    if (attendee.presence !== 'here' || !mayPublish(attendee.role, room.state)) {
      sfu.stopSending(attendee.id);
      throw notAllowed();
    }
    return { transport };
  },
};
