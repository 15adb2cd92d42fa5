import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as util from 'node:util';
import { runHere } from './run.mjs';
import { root } from './steps.mjs';

const file = join(root, '.env');

/** What the server will see: the variables of a `.env` beside package.json count where the environment has none of that name. */
export const environment = () => ({ ...(existsSync(file) ? parsed(readFileSync(file, 'utf8')) : {}), ...process.env });

/** The first releases of Node 20 cannot read such a file; the server, which is newer, reads it anyway. */
const parsed = (text) => util.parseEnv?.(text) ?? {};

/** Hands a `.env` on to Node, where there is one. */
export const envFile = () => (existsSync(file) ? [`--env-file=${file}`] : []);

/** Serves. */
export function start({ node, worker }) {
  // Reading our sources takes half of a warm start; Node keeps what it made of them.
  const cache = join(root, 'node_modules', '.cache', 'anymeeting', 'compiled');
  const env = { NODE_COMPILE_CACHE: cache, MEDIASOUP_WORKER_BIN: worker.path, MEDIA_WORKER_KIND: worker.kind };
  const [command, ...words] = [...endsWithUs(), node, ...envFile(), join(root, 'src/main.ts')];
  return runHere(command, words, { env });
}

/** Should this process be killed, the server gets SIGTERM rather than running on where nobody looks. Linux can do that. */
function endsWithUs() {
  const words = ['setpriv', '--pdeathsig', 'TERM'];
  return spawnSync(words[0], [...words.slice(1), 'true'], { stdio: 'ignore' }).status === 0 ? words : [];
}
