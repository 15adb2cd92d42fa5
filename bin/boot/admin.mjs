import { join } from 'node:path';
import { runHere } from './run.mjs';
import { envFile } from './start.mjs';
import { root } from './steps.mjs';

/** Does one thing for the operator, beside the running server or without it. */
export const admin = ({ node, rest }) => runHere(node, [...envFile(), join(root, 'src/admin.ts'), ...rest]);
