import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WrongConfig } from '../config.ts';
import { postgresBinaries } from './binaries.ts';
import { privateFolder, socketFolder } from './folder.ts';
import { runAs } from './run-as.ts';

export type PostgresServer = {
  /** Address of a database on this server, over its Unix socket. */
  url(user: string, password: string, database: string): string;
  /** Ends the server with everything written down, and resolves when no process of it is left. */
  stop(): Promise<void>;
  /** Resolves with a sentence if the server ends without having been asked to. */
  lost: Promise<string>;
};

/** Somebody else has this DATA_DIR. `main.ts` ends with this exit status, so that scripts can tell it from a wrong value. */
export class DataDirInUse extends WrongConfig {
  readonly exitCode = 3;
}

export type ServerOptions = {
  /** Password of the superuser `postgres`, set when the cluster is made. */
  password: string;
  /** Settings beside our own, as `name=value`. */
  settings?: string[];
};

/** Exit statuses of keeper.sh. */
const HELD = 75;

/** How long the server of a killed app may take to go. It is told to drop everything, so a second is much. */
const OLD_SERVER_GOES_MS = 30_000;

const SETTINGS = [
  "listen_addresses=''",
  'unix_socket_permissions=0700',
  'timezone=UTC',
  'log_timezone=UTC',
  'lc_messages=C',
  // The log must not quote people's values: no statements, no "Key (email)=(…)".
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'max_connections=60',
];

/**
 * Starts the PostgreSQL that keeps its data in `folder`, as a child that ends when this process ends, whatever ends it.
 * Throws {@link DataDirInUse} when another process has it.
 */
export async function startServer(folder: string, { password, settings = [] }: ServerOptions): Promise<PostgresServer> {
  privateFolder(folder);
  const sockets = socketFolder(folder);

  const all = [...SETTINGS, `unix_socket_directories=${sockets}`, ...settings].flatMap((setting) => [
    '-c',
    setting.replaceAll("'", ''),
  ]);
  const keeper = spawn('/bin/sh', [keeperScript, folder, sockets, postgresBinaries(), runAs(), holder(), ...all], {
    // In a session of its own: Ctrl-C in a terminal goes to the app, which stops the server when it is done with it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
  });
  // A keeper that is refused at once closes this pipe before it is read; its exit status says why.
  keeper.stdin.on('error', () => {});
  keeper.stdin.write(`${password}\n`);
  const ended = once(keeper, 'exit').then(([status]) => Number(status));

  await ready(folder, keeper, ended);
  return running(keeper, ended, sockets);
}

/** Address of a database on the server that keeps its data in `folder` and was started by another process. */
export const urlBeside = (folder: string, user: string, password: string, database: string): string =>
  urlAt(socketFolder(folder), user, password, database);

const urlAt = (sockets: string, user: string, password: string, database: string): string =>
  `postgresql://${user}:${encodeURIComponent(password)}@localhost/${database}?host=${encodeURIComponent(sockets)}`;

const keeperScript = fileURLToPath(new URL('./keeper.sh', import.meta.url));

const holder = () => `${process.pid} ${new Date().toISOString()}`;

/** Resolves when the server answers; rejects with one sentence when it never will. */
async function ready(folder: string, keeper: ChildProcess, ended: Promise<number>): Promise<void> {
  const said: string[] = [];
  const answers = Promise.withResolvers<'ready' | 'stuck'>();
  let stuck: NodeJS.Timeout | undefined;

  lines(keeper.stdout, (step) => {
    if (step === 'held') stuck = setTimeout(() => answers.resolve('stuck'), OLD_SERVER_GOES_MS);
    if (step === 'free') clearTimeout(stuck);
  });
  lines(keeper.stderr, (line) => {
    // The last lines explain a start that failed; more would only fill memory over the months.
    said.splice(0, said.length - 5);
    said.push(line);
    if (line.includes('database system is ready to accept connections')) answers.resolve('ready');
  });

  const outcome = await Promise.race([answers.promise, ended]);
  clearTimeout(stuck);
  if (outcome === 'stuck') keeper.stdin?.destroy();
  if (outcome === HELD) throw new DataDirInUse(heldBy(folder));
  if (outcome === 'stuck')
    throw new WrongConfig(`The database of an earlier start in ${folder} is still stopping; try again in a moment.`);
  if (outcome !== 'ready') throw new Error(`PostgreSQL did not start: ${said.at(-1) ?? `exit status ${outcome}`}`);
}

function lines(stream: NodeJS.ReadableStream | null, each: (line: string) => void): void {
  if (stream === null) return;
  createInterface({ input: stream }).on('line', each);
}

function heldBy(folder: string): string {
  const file = join(folder, 'holder');
  const [pid = '', since = ''] = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
  return `DATA_DIR is in use: process ${pid} has had the database in ${folder} since ${since}.`;
}

function running(keeper: ChildProcess, ended: Promise<number>, sockets: string): PostgresServer {
  let asked = false;
  const lost = Promise.withResolvers<string>();
  keeper.once('exit', (status) => {
    if (!asked) lost.resolve(`PostgreSQL ended without having been asked to (status ${status ?? 'unknown'}).`);
  });

  return {
    url: (user, password, database) => urlAt(sockets, user, password, database),
    lost: lost.promise,
    async stop() {
      asked = true;
      keeper.stdin?.write('stop\n');
      await ended;
      keeper.stdin?.destroy();
      rmSync(sockets, { recursive: true, force: true });
    },
  };
}
