import { setTimeout as wait } from 'node:timers/promises';
import { percentile, type Row } from './figures.ts';
import { interleave } from './interleave.ts';
import type { Stage } from './stage.ts';

/** Five hundred joins on each side, in batches that take turns. */
const BATCHES = 5;
const JOINS_IN_BATCH = 100;

/** Time between two joins of a batch: a hundred come within a second, and most of them do not wait for the machine. */
const APART_MS = 10;

/** Added to every message of the signalling in each direction, for both sides alike; loopback itself has no distance. */
const ONE_WAY_MS = 25;

const NANOS_PER_MS = 1_000_000;

/** The time from the first message of a join to the first media packet, which 95 of 100 people do not exceed. */
export async function joins(ours: Stage, baseline: Stage): Promise<Row> {
  const measured = await interleave(
    BATCHES,
    () => slowest(ours),
    () => slowest(baseline),
  );

  return {
    name: 'joins',
    unit: 'ms p95',
    pairs: measured.pairs,
    gate: { at: 'most', ratio: 0.5 },
    remarks: [
      `batches of ${JOINS_IN_BATCH} joins, one every ${APART_MS} ms`,
      `${ONE_WAY_MS} ms added to every signalling message in each direction; media travels without delay`,
      ...measured.remarks,
    ],
  };
}

const slowest = async (stage: Stage): Promise<number> => percentile(await joinBatch(stage), 0.95);

async function joinBatch(stage: Stage): Promise<number[]> {
  const { flow, clients, group } = stage;
  const sockets = await flow.arrive(JOINS_IN_BATCH, ONE_WAY_MS);
  await stage.play();

  const people = await Promise.all(
    sockets.map(async (socket, index) => {
      await wait(index * APART_MS);
      const asked = process.hrtime.bigint();
      const joined = await flow.join(socket, group);
      return { joined, took: Number((await joined.client.heard) - asked) / NANOS_PER_MS };
    }),
  );
  stage.rest();
  await Promise.all(people.map(({ joined }) => flow.leave(joined)));
  for (const { joined } of people) clients.close(joined.client.id);
  return people.map(({ took }) => took);
}
