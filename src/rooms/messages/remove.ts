import { notAllowed } from '../../platform/errors.ts';
import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { mayBeRemoved, open } from '../rules.ts';

/** Puts somebody out for the life of the room, with their media, and, for a member, with their account. */
export const remove: Message<'remove'> = {
  input: requests.remove,
  roles: ['host'],
  states: open,
  rate: { points: 60, seconds: 60 },

  handle({ room, forwarding, dismiss }, { attendeeId }) {
    const target = room.people.find(attendeeId);
    if (!mayBeRemoved(target.role)) throw notAllowed();

    room.remove(target);
    forwarding.leave(target);
    dismiss(target, 'removed');
    return {};
  },
};
