import type { Page } from './bare-page.ts';
import type { Row } from './figures.ts';
import type { LoadResult, LoadTask } from './http-load.ts';
import { interleave } from './interleave.ts';
import { CORES, pin } from './machine.ts';
import { said, startProcess, stopProcess } from './processes.ts';

const PAIRS = 6;
const WINDOW_MS = 1_500;
const CONNECTIONS = 32;

/** Node writes these itself for every answer. */
const WRITTEN_BY_NODE = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

/** How many landing pages a second come out of the whole product, and out of a server that only writes the same bytes. */
export async function landing(product: { url: string; pid: number }): Promise<Row> {
  const page = await fetchPage(product.url);
  const bare = await startProcess<{ url: string }>('bare-page.ts', page);
  const load = await startProcess('http-load.ts');
  // Each server has the media worker's core to itself while the other one rests.
  for (const pid of [product.pid, bare.child.pid ?? 0]) pin(pid, CORES.worker);

  async function rateOf(url: string): Promise<number> {
    load.child.send({ url, connections: CONNECTIONS, forMs: WINDOW_MS } satisfies LoadTask);
    return (await said<LoadResult>(load.child)).perSecond;
  }
  const ours = () => rateOf(product.url);
  const baseline = () => rateOf(bare.hello.url);
  const measured = await interleave(PAIRS, ours, baseline);

  pin(product.pid, CORES.rest);
  await Promise.all([stopProcess(bare.child), stopProcess(load.child)]);
  return {
    name: 'landing page',
    unit: 'requests/s',
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
