import { Refusal } from '../../platform/errors.ts';
import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { mayBeMuted, open } from '../rules.ts';

/** Silences somebody's microphone on the server. Only they can turn it on again. */
export const mute: Message<'mute'> = {
  input: requests.mute,
  roles: ['host'],
  states: open,
  rate: { points: 60, seconds: 60 },

  async handle({ room, sfu, tell }, { attendeeId }) {
    const target = room.people.find(attendeeId);
    if (!mayBeMuted(target.role)) throw new Refusal('wrong-state');

    const microphone = target.streams.get('microphone');
    if (microphone !== undefined && !microphone.paused) {
      await sfu.pauseProducer(microphone.producerId);
      room.pause(target, 'microphone', true);
      tell(target, 'muted');
    }
    return {};
  },
};
