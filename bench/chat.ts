import type { Answer, Answers } from '../src/protocol/room-messages.ts';
import { FarSocket } from './far-socket.ts';

const MEDIA = {
  rtpCapabilities: { codecs: [], headerExtensions: [] },
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'A0').join(':') }],
};

export type HallHello = { url: string; hostToken: string; guestTokens: string[] };

/** A live room full of guests who write in turn. */
export class Chat {
  readonly #guests: readonly FarSocket[];
  #next = 0;

  static async fill({ url, hostToken, guestTokens }: HallHello): Promise<Chat> {
    const enter = async (token: string): Promise<FarSocket> => {
      const socket = await FarSocket.connect(url, { oneWayMs: 0, auth: { token } });
      await get(socket, 'join', MEDIA);
      return socket;
    };
    await get(await enter(hostToken), 'go-live', {});
    const guests: FarSocket[] = [];
    for (const token of guestTokens) guests.push(await enter(token));
    return new Chat(guests);
  }

  private constructor(guests: readonly FarSocket[]) {
    this.#guests = guests;
  }

  get size(): number {
    return this.#guests.length;
  }

  /** Resolves when the server has taken the line of the next one. */
  async write(): Promise<void> {
    const guest = this.#guests[this.#next % this.#guests.length];
    this.#next += 1;
    if (guest !== undefined) await get(guest, 'say', { text: 'Which straw do you use?' });
  }

  leave(): void {
    for (const guest of this.#guests) guest.close();
  }
}

async function get<Name extends keyof Answers>(socket: FarSocket, name: Name, request: object): Promise<Answers[Name]> {
  const answer = await socket.ask<Answer<Answers[Name]>>(name, request);
  if (!answer.ok) throw new Error(`${name}: ${answer.code}`);
  return answer.value;
}
