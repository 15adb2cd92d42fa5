import { setTimeout as wait } from 'node:timers/promises';
import type { Flow } from './flow.ts';
import type { ThinClient, ThinClients } from './thin-clients.ts';

/** One side of a comparison: a server with somebody on its stage. Receivers belong to its group. */
export class Stage {
  readonly flow: Flow;
  readonly clients: ThinClients;
  readonly group: number;
  readonly #publisher: ThinClient;

  static async open(flow: Flow, clients: ThinClients, group: number): Promise<Stage> {
    const publisher = await flow.publish(group);
    await publisher.up;
    const stage = new Stage({ flow, clients, group, publisher });
    stage.rest();
    return stage;
  }

  private constructor(parts: { flow: Flow; clients: ThinClients; group: number; publisher: ThinClient }) {
    this.flow = parts.flow;
    this.clients = parts.clients;
    this.group = parts.group;
    this.#publisher = parts.publisher;
  }

  /** Sends in full, and resolves when the streams run evenly. */
  async play(): Promise<void> {
    this.clients.pace(this.#publisher.id, 'full');
    await wait(SETTLE_MS);
  }

  /** Keeps the streams alive with a packet a second, so that the other side has the machine to itself. */
  rest(): void {
    this.clients.pace(this.#publisher.id, 'idle');
  }
}

const SETTLE_MS = 1_500;
