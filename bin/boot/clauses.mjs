import { join } from 'node:path';
import { runHere } from './run.mjs';
import { root } from './steps.mjs';

/** Plants the faults of the clause matrix and sees whether a test finds each. The exit status says whether all were found. */
export const clauses = ({ node, worker, rest }) =>
  runHere(node, [join(root, 'bin/clauses.ts'), ...rest], {
    env: { MEDIASOUP_WORKER_BIN: worker.path, MEDIA_WORKER_KIND: worker.kind },
  });
