import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startClassicFlow } from './classic-flow.ts';
import { fanout } from './fanout.ts';
import { judge, type Row, table } from './figures.ts';
import { joins } from './joins.ts';
import { landing } from './landing.ts';
import { letters, RECIPIENTS } from './letters.ts';
import { CORES, describeMachine, pin } from './machine.ts';
import { policyCost } from './policy-cost.ts';
import { startProductFlow } from './product-flow.ts';
import { Stage } from './stage.ts';
import { compileThinClients, ThinClients } from './thin-clients.ts';

/** Every figure in one run on one machine. Names of rows as arguments measure only those. The exit status is the verdict. */
const { values, positionals: wanted } = parseArgs({ allowPositionals: true, options: { count: { type: 'string' } } });
const recipients = Number(values.count ?? RECIPIENTS);
const names = ['fanout', 'joins', 'landing', 'policy-cost', 'letters'];
if (wanted.some((name) => !names.includes(name))) throw new Error(`Rows are ${names.join(', ')}.`);

const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

const rows = [...(await measureMedia()), ...(await measurePolicy()), ...(await measureLetters())];
report(rows);
process.exitCode = rows.every((row) => judge(row).holds) ? 0 : 1;

/** What needs somebody on a stage. */
async function measureMedia(): Promise<Row[]> {
  if (!['fanout', 'joins', 'landing'].some(isWanted)) return [];

  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-bench-'));
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rmSync(folder, { recursive: true }));

  const clients = opened.adopt(await ThinClients.start(compileThinClients(folder)), (each) => each.stop());
  pin(process.pid, CORES.rest);
  pin(clients.pid, CORES.rest);
  const product = opened.adopt(await startProductFlow(clients), (each) => each.stop());
  const classic = opened.adopt(await startClassicFlow(clients), (each) => each.stop());
  const ours = await Stage.open(product, clients, 1);
  const baseline = await Stage.open(classic, clients, 2);

  const measurements = {
    fanout: () => fanout(ours, baseline),
    joins: () => joins(ours, baseline),
    landing: () => landing(product),
  };
  const rows: Row[] = [];
  for (const [name, measureRow] of Object.entries(measurements)) {
    if (isWanted(name)) rows.push(await timed(name, measureRow));
  }
  return rows;
}

/** What needs two servers of its own. */
async function measurePolicy(): Promise<Row[]> {
  return isWanted('policy-cost') ? timed('policy-cost', policyCost) : [];
}

/** What needs readers by the thousand. `--count` takes fewer, for a quick look. */
async function measureLetters(): Promise<Row[]> {
  return isWanted('letters') ? timed('letters', () => letters(recipients)) : [];
}

async function timed<Measured>(name: string, measureRow: () => Promise<Measured>): Promise<Measured> {
  const from = performance.now();
  process.stdout.write(`Measuring ${name} … `);
  const row = await measureRow();
  process.stdout.write(`${((performance.now() - from) / 1000).toFixed(0)} s\n`);
  return row;
}

function report(rows: Row[]): void {
  console.log(`\n${table(rows)}\n\n${describeMachine()}`);
  for (const { name, remarks, invalid } of rows) {
    if (invalid !== undefined) console.log(`${name}: proves nothing, ${invalid}`);
    for (const remark of remarks) console.log(`${name}: ${remark}`);
  }
}
