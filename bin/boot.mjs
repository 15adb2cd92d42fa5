/**
 * `npm start`, `npm run admin`, `npm test`, `npm run bench` and `npm run clauses` come here: from a bare clone, with Node 20 or newer and
 * npm, to the program.
 * Each step looks whether it has something to do, says what it did and how long that took. Nothing here needs a package.
 */
import { admin } from './boot/admin.mjs';
import { bench } from './boot/bench.mjs';
import { buildBundle } from './boot/bundle.mjs';
import { clauses } from './boot/clauses.mjs';
import { ensurePackages } from './boot/debian.mjs';
import { generateClient } from './boot/generate.mjs';
import { refuseIfHeld } from './boot/held.mjs';
import { install } from './boot/install.mjs';
import { findNode } from './boot/node.mjs';
import { environment, start } from './boot/start.mjs';
import { GiveUp, say } from './boot/steps.mjs';
import { test } from './boot/test.mjs';
import { buildPackages, buildWorker, findWorker } from './boot/worker.mjs';

const modes = { start, admin, test, bench, clauses };

async function boot(mode, rest) {
  if (!(mode in modes)) throw new GiveUp('Say what to do: node bin/boot.mjs start, admin, test, bench or clauses.');

  if (mode === 'start') refuseIfHeld(environment());
  await install();
  const node = await findNode();
  if (mode === 'admin') {
    await generateClient(node);
    return admin({ node, rest });
  }
  const found = await findWorker();
  await ensurePackages({
    builds: found === undefined ? buildPackages : [],
    browses: mode === 'test',
    benches: mode === 'bench',
  });

  // The worker takes minutes where it has to be built, so the rest is done beside it.
  const [worker] = await Promise.all([found ?? buildWorker(), generateClient(node), buildBundle(node)]);
  return modes[mode]({ node, worker, rest });
}

try {
  process.exitCode = await boot(process.argv[2], process.argv.slice(3));
} catch (error) {
  if (!(error instanceof GiveUp)) throw error;
  say(error.message);
  // A build may still be running beside the step that failed.
  process.exit(error.status);
}
