import { Refusal } from '../../platform/errors.ts';
import { requests } from '../../protocol/room-messages.ts';
import { asYou } from '../attendee.ts';
import type { Message } from '../message.ts';
import { mayBePromoted, open } from '../rules.ts';

/** Brings an attendee to the stage, at once and without a reload. The room remembers it across reconnects. */
export const promote: Message<'promote'> = {
  input: requests.promote,
  roles: ['host'],
  states: open,
  rate: { points: 60, seconds: 60 },

  async handle({ room, tell, nameForEverybody }, { attendeeId }) {
    const target = room.people.find(attendeeId);
    if (!mayBePromoted(target.role)) throw new Refusal('wrong-state');
    await nameForEverybody(target);
    // They may have left while their name was being released.
    if (target.presence !== 'here' || !mayBePromoted(target.role)) throw new Refusal('wrong-state');

    room.giveRole(target, 'panelist');
    tell(target, 'you', asYou(target));
    return {};
  },
};
