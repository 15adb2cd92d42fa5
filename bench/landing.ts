import type { Page } from './bare-page.ts';
import type { Row } from './figures.ts';
import type { LoadResult, LoadTask } from './http-load.ts';
import { interleave } from './interleave.ts';
import { CORES, cpuMicros, pin } from './machine.ts';
import { said, startProcess, stopProcess } from './processes.ts';

const PAIRS = 6;
const WINDOW_MS = 1_500;
const CONNECTIONS = 32;

/** Until the code has been compiled for good. */
const WARM_UP_MS = 5_000;

/** Node writes these itself for every answer. */
const WRITTEN_BY_NODE = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

type Server = { url: string; pid: number };

/**
 * How many landing pages come out of one second of a core, from the whole product and from a server that only writes the
 * same bytes. Both are kept as busy as a core can be, so on a machine without company it is pages a second.
 */
export async function landing(product: Server): Promise<Row> {
  const page = await fetchPage(product.url);
  const bare = await startProcess<{ url: string }>('bare-page.ts', page);
  const load = await startProcess('http-load.ts');
  // Each server has the media worker's core to itself while the other one rests.
  for (const pid of [product.pid, bare.child.pid ?? 0]) pin(pid, CORES.worker);

  async function rateOf({ url, pid }: Server, forMs = WINDOW_MS): Promise<number> {
    const before = cpuMicros(pid);
    load.child.send({ url, connections: CONNECTIONS, forMs } satisfies LoadTask);
    const { answers } = await said<LoadResult>(load.child);
    return answers / ((cpuMicros(pid) - before) / 1_000_000);
  }
  const bareServer = { url: bare.hello.url, pid: bare.child.pid ?? 0 };
  await rateOf(product, WARM_UP_MS);
  await rateOf(bareServer, WARM_UP_MS);
  const measured = await interleave(
    PAIRS,
    () => rateOf(product),
    () => rateOf(bareServer),
  );

  pin(product.pid, CORES.rest);
  await Promise.all([stopProcess(bare.child), stopProcess(load.child)]);
  return {
    name: 'landing page',
    unit: 'requests/core s',
    pairs: measured.pairs,
    gate: { at: 'least', ratio: 0.25 },
    remarks: [`${Buffer.byteLength(page.body)} bytes over ${CONNECTIONS} kept connections`, ...measured.remarks],
  };
}

async function fetchPage(url: string): Promise<Page> {
  const response = await fetch(url, { headers: { 'accept': 'text/html', 'accept-encoding': 'identity' } });
  const body = await response.text();
  const headers = [...response.headers].filter(([name]) => !WRITTEN_BY_NODE.has(name));
  return { headers: Object.fromEntries([...headers, ['content-length', `${Buffer.byteLength(body)}`]]), body };
}
