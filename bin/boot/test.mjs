import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runHere } from './run.mjs';
import { GiveUp, root, say } from './steps.mjs';

/**
 * What depends on how the database is reached: its roles, rights and guards, migrations, the queue, locks and many rows at
 * once. The other tests would find the same database behind another address, and nothing new.
 */
const ABOUT_ROWS = [
  ...['mailings/', 'prisma/', 'platform/app-role', 'platform/append-only', 'platform/guard-census', 'platform/jobs'],
  ...['platform/migrate', 'platform/prepare', 'platform/upgrade'],
];

/** The suite, in the order in which a failure is cheapest to find. `outside` says to use a PostgreSQL reached by an address. */
const PARTS = [
  { name: 'house', project: 'house', about: 'types, style, borders' },
  { name: 'integration', project: 'integration', about: 'on the embedded database' },
  {
    name: 'outside',
    project: 'integration',
    about: 'what keeps rows, on a database reached by its address',
    outside: true,
  },
  { name: 'system', project: 'system', about: 'in real browsers' },
];

/** Runs the parts named, or all. The last line is the sum, alone; the status is 0 when nothing failed. */
export async function test({ node, worker, rest }) {
  const unknown = rest.find((name) => !PARTS.some((part) => part.name === name));
  if (unknown !== undefined)
    throw new GiveUp(`There is no part "${unknown}"; there are ${PARTS.map(({ name }) => name).join(', ')}.`);

  const sum = { passed: 0, failed: 0 };
  for (const part of PARTS.filter(({ name }) => rest.length === 0 || rest.includes(name))) {
    say(`\n${part.name}: ${part.about}`);
    const { passed, failed } = await runPart(part, {
      node,
      env: { ...QUIET, MEDIASOUP_WORKER_BIN: worker.path, MEDIA_WORKER_KIND: worker.kind },
    });
    sum.passed += passed;
    sum.failed += failed;
  }
  say(`\n${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

/** The engine that compares our migrations with Prisma's comes as WebAssembly, which Node still calls experimental. */
const QUIET = { NODE_OPTIONS: '--disable-warning=ExperimentalWarning' };

async function runPart({ project, outside }, { node, env }) {
  const database = outside ? await startOutsideDatabase(node) : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-report-'));
  const report = join(folder, 'report.json');
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(outside ? ABOUT_ROWS.map((path) => `test/${path}`) : []),
  ];
  try {
    const status = await runHere(node, args, { env: { ...env, ...(database && { TEST_DATABASE_URL: database.url }) } });
    return counted(report, status);
  } finally {
    rmSync(folder, { recursive: true });
    await database?.stop();
  }
}

/** A run that failed without naming a test, such as a file that could not be loaded, counts as one failure. */
function counted(report, status) {
  try {
    const { numPassedTests: passed, numFailedTests, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
    const failed = numTotalTests - passed;
    return { passed, failed: failed === 0 && status !== 0 ? 1 : Math.max(failed, numFailedTests) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function startOutsideDatabase(node) {
  const child = spawn(node, [join(root, 'test/support/outside-server.ts')], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (url) => resolve({ url, stop }));
    void ended.then(() => reject(new GiveUp('The second database for the tests did not start.')));
  });
}
