import { join } from 'node:path';
import { runHere } from './run.mjs';
import { root } from './steps.mjs';

/** Measures. The exit status says whether every gate holds. */
export const bench = ({ node, worker, rest }) =>
  runHere(node, [join(root, 'bench/bench.ts'), ...rest], {
    env: { MEDIASOUP_WORKER_BIN: worker.path, MEDIA_WORKER_KIND: worker.kind },
  });
