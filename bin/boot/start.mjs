import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runHere } from './run.mjs';
import { root } from './steps.mjs';

/** Serves. The variables of a `.env` beside package.json count where the environment has none of that name. */
export function start({ node, worker }) {
  const file = join(root, '.env');
  const env = { MEDIASOUP_WORKER_BIN: worker.path, MEDIA_WORKER_KIND: worker.kind };
  const [command, ...words] = [
    ...endsWithUs(),
    node,
    ...(existsSync(file) ? [`--env-file=${file}`] : []),
    join(root, 'src/main.ts'),
  ];
  return runHere(command, words, { env });
}

/** Should this process be killed, the server gets SIGTERM rather than running on where nobody looks. Linux can do that. */
function endsWithUs() {
  const words = ['setpriv', '--pdeathsig', 'TERM'];
  return spawnSync(words[0], [...words.slice(1), 'true'], { stdio: 'ignore' }).status === 0 ? words : [];
}
