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

/** Until everybody has the largest picture, and until the last packet has arrived. */
const GROWN_MS = 3_000;
const DRAINED_MS = 1_500;

/** A worker that drops packets has less to do: below this the row would praise it for that. */
const LEAST_DELIVERED = 0.99;

/** What one delivered packet costs the worker, when the product's rooms asked for it and when a bare script did. */
export async function fanout(ours: Stage, baseline: Stage): Promise<Row> {
  const audiences = [await gather(ours), await gather(baseline)] as const;
  const measured = await interleave(
    PAIRS,
    () => costOf(ours),
    () => costOf(baseline),
  );
  await wait(DRAINED_MS);
  const delivered = await Promise.all(audiences.map((audience) => audience.delivered()));
  await Promise.all(audiences.map((audience) => audience.leave()));

  const shares = delivered.map((share) => `${(share * 100).toFixed(2)} %`).join(' and ');
  return {
    name: 'fanout',
    unit: 'µs/packet',
    pairs: measured.pairs,
    gate: { at: 'most', ratio: 1.05 },
    invalid: delivered.some((share) => !(share >= LEAST_DELIVERED))
      ? `only ${shares} of the packets arrived`
      : undefined,
    remarks: [`${CONSUMERS} receivers each; ${shares} of the packets arrived`, ...measured.remarks],
  };
}

/** Microseconds of the worker's CPU for one packet that arrived while the stage is sending. */
async function costOf(stage: Stage): Promise<number> {
  await stage.play();
  const before = await reading(stage);
  await wait(WINDOW_MS);
  const after = await reading(stage);
  stage.rest();
  return (after.cpu - before.cpu) / (after.packets - before.packets);
}

/** Fills the room. From then on it is known what share of everything that was sent to everybody has arrived. */
async function gather(stage: Stage): Promise<{ delivered(): Promise<number>; leave(): Promise<void> }> {
  await stage.play();
  const people = await fill(stage);
  await wait(GROWN_MS);
  stage.rest();
  await wait(DRAINED_MS);
  const start = await reading(stage);

  return {
    async delivered() {
      const { packets, sent } = await reading(stage);
      return (packets - start.packets) / ((sent - start.sent) * CONSUMERS);
    },
    async leave() {
      await Promise.all(people.map((joined) => stage.flow.leave(joined)));
      for (const { client } of people) stage.clients.close(client.id);
    },
  };
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

/** Everybody is sent the sound and the largest picture. */
async function reading({ flow, clients, group }: Stage): Promise<{ cpu: number; packets: number; sent: number }> {
  const cpu = cpuMicros(flow.workerPid);
  const { packets, audio, layers } = await clients.tally(group);
  return { cpu, packets, sent: audio + (layers.at(-1) ?? 0) };
}
