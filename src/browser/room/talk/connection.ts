import { io, type Socket } from 'socket.io-client';
import type {
  Answer,
  Answers,
  ClientEvents,
  Request,
  RequestName,
  ServerEvents,
} from '../../../protocol/room-messages.ts';
import { waitBefore } from '../remember/recover.ts';

/** An ask that was answered with no. `offline` and `no-answer` are ours: nobody said anything. */
export class Refused extends Error {
  readonly code: string;
  /** Seconds to wait before asking again, when the server said so. */
  readonly retryAfter: number | undefined;

  constructor(code: string, message: string, retryAfter?: number) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export type Ask = <Name extends RequestName>(name: Name, request: Request<Name>) => Promise<Answers[Name]>;

export type Hooks = {
  /** The socket is there, for the first time or again. */
  connected(): void;
  disconnected(): void;
  /** The server will not have this page at all. */
  refused(refusal: Refused): void;
};

/** An answer that takes longer than this is not coming. Shorter gives up on people with slow lines. */
const ANSWER_WITHIN_MS = 10_000;
/** How quickly a socket must answer after the network was away before it counts as dead. */
const PROOF_OF_LIFE_MS = 3_000;

/** The one socket of this page. It comes back by itself, unless the server said goodbye. */
export class Connection {
  readonly #socket: Socket<ServerEvents, ClientEvents>;
  readonly #raw: Socket;
  #attempt = 0;
  #over = false;

  constructor({ token }: { token: string }, hooks: Hooks) {
    this.#raw = io({
      autoConnect: false,
      transports: ['websocket'],
      auth: { token },
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      // A whole audience that lost the server must not knock at the same moment.
      randomizationFactor: 0.5,
    });
    this.#socket = this.#raw;
    this.#listen(hooks);
  }

  /** What to do with everything the server sends unasked. */
  hear(events: ServerEvents): void {
    for (const [name, hear] of Object.entries(events)) this.#raw.on(name, hear);
  }

  open(): void {
    this.#socket.connect();
    globalThis.addEventListener('online', this.#networkIsBack);
  }

  close(): void {
    this.#over = true;
    globalThis.removeEventListener('online', this.#networkIsBack);
    this.#socket.disconnect();
  }

  /** Sends one message and waits for its answer. Nothing is kept for later: an old wish must not come true by surprise. */
  ask: Ask = (name, request) => this.#ask(name, request, ANSWER_WITHIN_MS);

  async #ask<Name extends RequestName>(name: Name, request: Request<Name>, within: number): Promise<Answers[Name]> {
    if (!this.#socket.connected) throw new Refused('offline', 'You are not connected right now.');

    const answer = await this.#emit<Answers[Name]>(name, request, within);
    if (answer.ok) return answer.value;
    else throw new Refused(answer.code, answer.message, answer.retryAfter);
  }

  async #emit<T>(name: RequestName, request: object, within: number): Promise<Answer<T>> {
    try {
      return (await this.#raw.timeout(within).emitWithAck(name, request)) as Answer<T>;
    } catch {
      throw new Refused('no-answer', 'The server did not answer in time.');
    }
  }

  #listen({ connected, disconnected, refused }: Hooks): void {
    this.#socket.on('connect', () => {
      this.#attempt = 0;
      connected();
    });
    this.#socket.on('disconnect', (reason) => {
      if (this.#over) return;
      disconnected();
      // socket.io comes back by itself from everything but this.
      if (reason === 'io server disconnect') this.#knockLater();
    });
    this.#socket.on('connect_error', (error) => {
      if (this.#over) return;
      // `active` means that socket.io goes on trying; if not, the server itself has refused.
      if (this.#socket.active) disconnected();
      else this.#turnedAway(refusalIn(error), refused);
    });
  }

  #turnedAway(refusal: Refused, refused: Hooks['refused']): void {
    if (refusal.code === 'unavailable' || refusal.code === 'too-many') this.#knockLater();
    else refused(refusal);
  }

  #knockLater(): void {
    const wait = waitBefore(this.#attempt++, spread());
    setTimeout(() => {
      if (!this.#over) this.#socket.connect();
    }, wait);
  }

  readonly #networkIsBack = () => {
    this.#ask('catch-up', {}, PROOF_OF_LIFE_MS).catch((error: unknown) => {
      const dead = error instanceof Refused && (error.code === 'no-answer' || error.code === 'offline');
      if (dead && !this.#over) this.#socket.disconnect().connect();
    });
  };
}

/** A fraction from 0 to 1 to spread waits with; nothing depends on nobody guessing it. */
function spread(): number {
  return (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255;
}

function refusalIn(error: Error & { data?: unknown }): Refused {
  const data = typeof error.data === 'object' && error.data !== null ? error.data : {};
  const code = 'code' in data && typeof data.code === 'string' ? data.code : 'not-allowed';
  const message = 'message' in data && typeof data.message === 'string' ? data.message : error.message;
  return new Refused(code, message);
}
