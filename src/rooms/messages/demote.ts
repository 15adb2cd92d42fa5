import { Refusal } from '../../platform/errors.ts';
import { requests } from '../../protocol/room-messages.ts';
import { asYou } from '../attendee.ts';
import type { Message } from '../message.ts';
import { hearsStage, mayBeDemoted, open } from '../rules.ts';

/** Takes a panelist off the stage: what they send ends on the server, here and now, whatever their page does. */
export const demote: Message<'demote'> = {
  input: requests.demote,
  roles: ['host'],
  states: open,
  rate: { points: 60, seconds: 60 },

  handle({ room, sfu, forwarding, tell }, { attendeeId }) {
    const target = room.people.find(attendeeId);
    if (!mayBeDemoted(target.role)) throw new Refusal('wrong-state');

    room.giveRole(target, 'attendee');
    sfu.stopSending(target.id);
    tell(target, 'you', asYou(target));
    // Backstage is not for attendees: what they were listening to must stop as well.
    if (!hearsStage(target.role, room.state)) forwarding.cut(target);
    return {};
  },
};
