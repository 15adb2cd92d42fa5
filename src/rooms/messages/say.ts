import { requests } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { everyone, open } from '../rules.ts';

/** A line in the chat, with the author's name, to everybody who is here. */
export const say: Message<'say'> = {
  input: requests.say,
  roles: everyone,
  states: open,
  rate: { points: 10, seconds: 20 },

  handle: ({ attendee, room }, { text }) => ({ chatId: room.say(attendee, text).chatId }),
};
