import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '#src/platform/config.ts';
import { type Database, openDatabase } from '#src/platform/database.ts';
import { openLog } from '#src/platform/log.ts';
import { openSecrets } from '#src/platform/secrets.ts';
import { execute } from '#test/support/database-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const KILLS = 4;

let folder: string;
let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anymeeting-database-'));
  dataDir = join(folder, 'data');
});

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  // The server of a child that was killed lets go of its files a moment later; opening the folder waits for that.
  await (await open()).stop();
  rmSync(folder, { recursive: true });
});

function open(): Promise<Database> {
  const config = readConfig({ DATA_DIR: dataDir });
  return openDatabase(config, openSecrets(dataDir), openLog('silent'));
}

/** A process that writes for ever, and the numbers it has been told are written. */
async function startWriting(): Promise<{ child: ChildProcess; acknowledged: string[]; output: Interface }> {
  const child = spawn(process.execPath, ['test/support/keep-writing.ts', dataDir], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const acknowledged: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => acknowledged.push(line));
  await once(output, 'line');
  return { child, acknowledged, output };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const written = async (database: Database) => {
  const { rows } = await execute(database.ownerUrl, 'SELECT id::text FROM "AuditNote"');
  return rows.map((row: { id: string }) => row.id);
};

const serverPid = () => Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
const runs = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

test('killed again and again while it writes, the app loses nothing it was told is written, and leaves no server behind', {
  timeout: 120_000,
}, async () => {
  const all: string[] = [];
  for (let round = 0; round < KILLS; round++) {
    const { child, acknowledged, output } = await startWriting();
    while (acknowledged.length < 20 * round) await once(output, 'line');
    const pid = serverPid();
    await kill(child);
    all.push(...acknowledged);

    const database = await open();
    expect(runs(pid)).toBe(false);
    expect(await written(database)).toEqual(expect.arrayContaining(all));
    await database.stop();
  }
});

test('killed in its very first moments, it starts the next time as if nothing had been', {
  timeout: 120_000,
}, async () => {
  const child = spawn(process.execPath, ['test/support/keep-writing.ts', dataDir], { cwd: root, stdio: 'ignore' });
  children.push(child);
  while (!existsSync(join(dataDir, 'postgres/cluster.new'))) await new Promise((resolve) => setImmediate(resolve));
  await kill(child);

  const database = await open();
  expect(await written(database)).toEqual([]);
  await database.stop();
});

test('a second process on the same folder is refused, and told who has it', async () => {
  const { child } = await startWriting();

  const second = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [status]] = await Promise.all([text(second.stderr), once(second, 'exit')]);

  expect(said.trim()).toMatch(
    new RegExp(
      `^DATA_DIR is in use: process ${child.pid} has had the database in .* since \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\.$`,
    ),
  );
  expect(status).toBe(3);
  expect(child.exitCode).toBeNull();
});

test('the server ends with the app even when the one that keeps it is killed, and the app is told', async () => {
  const database = await open();
  const pid = serverPid();
  const keeper = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  process.kill(keeper, 'SIGKILL');

  expect(await database.lost).toMatch(/^PostgreSQL ended without having been asked to/);
  await database.stop();
});

test('stopped in order, the server is gone and has nothing to repair', async () => {
  const database = await open();
  const pid = serverPid();
  await database.stop();

  expect(runs(pid)).toBe(false);
  expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false);
});

test('a folder too deep for a socket works as well', async () => {
  dataDir = join(folder, 'cellar/'.repeat(16), 'data');
  const database = await open();
  expect(await written(database)).toEqual([]);
  await database.stop();
});

test('the server is reached over a private socket only', async () => {
  const database = await open();
  const { rows } = await execute(
    database.ownerUrl,
    `SELECT current_setting('listen_addresses') AS addresses, inet_server_addr() AS address, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`,
  );
  expect(rows).toEqual([{ addresses: '', address: null, fsync: 'on', commit: 'on' }]);
  await database.stop();
});
