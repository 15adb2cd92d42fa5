import { setTimeout as wait } from 'node:timers/promises';
import type { Row } from './figures.ts';
import type { Joined } from './flow.ts';
import { interleave } from './interleave.ts';
import { cpuMicros } from './machine.ts';
import type { Stage } from './stage.ts';

const CONSUMERS = 300;
const PAIRS = 5;
const WINDOW_MS = 4_000;

/** How many join at once while the room fills. */
const BUNCH = 20;

/** Until everybody has the largest picture. */
const GROWN_MS = 3_000;

/** A worker that drops packets has less to do: below this the row would praise it for that. */
const LEAST_DELIVERED = 0.99;

/** What one delivered packet costs the worker, when the product's rooms asked for it and when a bare script did. */
export async function fanout(ours: Stage, baseline: Stage): Promise<Row> {
  const sides = [await Audience.gather(ours), await Audience.gather(baseline)] as const;
  const measured = await interleave(
    PAIRS,
    () => sides[0].cost(),
    () => sides[1].cost(),
  );
  await Promise.all(sides.map((side) => side.leave()));

  const delivered = sides.map((side) => side.delivered);
  const shares = delivered.map((share) => `${(share * 100).toFixed(2)} %`).join(' and ');
  return {
    name: 'fanout',
    unit: 'µs/packet',
    pairs: measured.pairs,
    gate: { at: 'most', ratio: 1.05 },
    invalid: delivered.every((share) => share >= LEAST_DELIVERED) ? undefined : `only ${shares} of the packets arrived`,
    remarks: [`${CONSUMERS} receivers each; ${shares} of the packets arrived`, ...measured.remarks],
  };
}

type Reading = { cpu: number; packets: number; sent: number };

/** Everybody in front of one stage. */
class Audience {
  readonly #stage: Stage;
  readonly #people: Joined[];
  readonly #seen = { packets: 0, sent: 0 };

  static async gather(stage: Stage): Promise<Audience> {
    await stage.play();
    const people = await fill(stage);
    await wait(GROWN_MS);
    stage.rest();
    return new Audience(stage, people);
  }

  private constructor(stage: Stage, people: Joined[]) {
    this.#stage = stage;
    this.#people = people;
  }

  /** Microseconds of the worker's CPU for one packet that arrived while the stage is sending. */
  async cost(): Promise<number> {
    await this.#stage.play();
    const before = await this.#reading();
    await wait(WINDOW_MS);
    const after = await this.#reading();
    this.#stage.rest();

    const packets = after.packets - before.packets;
    this.#seen.packets += packets;
    this.#seen.sent += after.sent - before.sent;
    return (after.cpu - before.cpu) / packets;
  }

  /** The share of everything sent to everybody that has arrived. Only what was measured counts: between, layers change. */
  get delivered(): number {
    return this.#seen.packets / (this.#seen.sent * CONSUMERS);
  }

  async leave(): Promise<void> {
    await Promise.all(this.#people.map((joined) => this.#stage.flow.leave(joined)));
    for (const { client } of this.#people) this.#stage.clients.close(client.id);
  }

  /** Everybody is sent the sound and the largest picture. */
  async #reading(): Promise<Reading> {
    const { flow, clients, group } = this.#stage;
    const cpu = cpuMicros(flow.workerPid);
    const { packets, audio, layers } = await clients.tally(group);
    return { cpu, packets, sent: audio + (layers.at(-1) ?? 0) };
  }
}

async function fill({ flow, group }: Stage): Promise<Joined[]> {
  const sockets = await flow.arrive(CONSUMERS, 0);
  const people: Joined[] = [];
  for (let first = 0; first < CONSUMERS; first += BUNCH) {
    const bunch = sockets.slice(first, first + BUNCH);
    people.push(...(await Promise.all(bunch.map((socket) => flow.join(socket, group)))));
  }
  await Promise.all(people.map(({ client }) => client.heard));
  return people;
}
