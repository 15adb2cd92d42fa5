import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';

/** A socket as somebody far away has it: every message takes `oneWayMs` longer in each direction. */
export class FarSocket {
  readonly #socket: Socket;
  readonly #oneWayMs: number;

  static async connect(url: string, { oneWayMs, auth = {} }: { oneWayMs: number; auth?: object }): Promise<FarSocket> {
    const socket = io(url, { transports: ['websocket'], auth, forceNew: true, reconnection: false });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return new FarSocket(socket, oneWayMs);
  }

  private constructor(socket: Socket, oneWayMs: number) {
    this.#socket = socket;
    this.#oneWayMs = oneWayMs;
  }

  async ask<T>(name: string, request: object = {}): Promise<T> {
    await this.#onTheWay();
    const answer: T = await this.#socket.timeout(ANSWER_WITHIN_MS).emitWithAck(name, request);
    await this.#onTheWay();
    return answer;
  }

  close(): void {
    this.#socket.disconnect();
  }

  async #onTheWay(): Promise<void> {
    if (this.#oneWayMs > 0) await wait(this.#oneWayMs);
  }
}

/** Longer than any answer takes on the slowest machine: the run ends with an error instead of never. */
const ANSWER_WITHIN_MS = 20_000;
