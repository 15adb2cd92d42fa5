import type { Attendee } from './attendee.ts';
import type { Names, RoomChatLine, RoomListed } from './names.ts';

/** How much of the chat somebody sees who comes late. It is kept in memory alone and ends with the room. */
const LINES_KEPT = 200;

/** What was said in a room. */
export class Chat {
  readonly #lines: RoomChatLine[] = [];
  #lastId = 0;

  /** Under a name that has been opened for everybody. */
  say({ id, role }: Attendee, name: Names['participants'], { text, at }: { text: string; at: number }): RoomChatLine {
    const line = { chatId: ++this.#lastId, attendeeId: id, name, role, text, at };
    this.#lines.push(line);
    if (this.#lines.length > LINES_KEPT) this.#lines.shift();
    return line;
  }

  /** Puts another name on the lines of an author; false when there are none. */
  rename({ attendeeId, name }: RoomListed): boolean {
    const lines = this.#lines.filter((line) => line.attendeeId === attendeeId);
    for (const line of lines) line.name = name;
    return lines.length > 0;
  }

  /** Everything up to this line. */
  until(chatId: number): RoomChatLine[] {
    return this.#lines.filter((line) => line.chatId <= chatId);
  }
}
