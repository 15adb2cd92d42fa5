import { Refusal } from '../../platform/errors.ts';
import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { everyone, open } from '../rules.ts';

/** A line in the chat, with the author's name, to everybody who is here. */
export const say: Message<'say'> = {
  input: requests.say,
  roles: everyone,
  states: open,
  rate: { points: 10, seconds: 20 },

  async handle({ attendee, room, nameForEverybody }, { text }) {
    const name = await nameForEverybody(attendee);
    // The host may have removed them while their name was being released.
    if (attendee.presence !== 'here') throw new Refusal('wrong-state');
    return { chatId: room.say(attendee, name, text).chatId };
  },
};
