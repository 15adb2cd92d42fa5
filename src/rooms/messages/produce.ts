import { notAllowed, Refusal } from '../../platform/errors.ts';
import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { mayPublish, onStage, open } from '../rules.ts';

/** Starts to send one source to everybody who may hear it. An attendee is refused, whatever their page does. */
export const produce: Message<'produce'> = {
  input: requests.produce,
  roles: onStage,
  states: open,
  rate: { points: 30, seconds: 60 },

  async handle({ attendee, room, sfu }, wish) {
    if (attendee.streams.has(wish.source)) throw new Refusal('wrong-state');
    const { producerId } = await sfu.produce(attendee.id, wish);

    // The host may have demoted or removed them while the worker was at it.
    if (attendee.presence !== 'here' || !mayPublish(attendee.role, room.state)) {
      sfu.closeProducer(producerId);
      throw notAllowed();
    }
    room.publish(attendee, wish.source, producerId);
    return { producerId };
  },
};
