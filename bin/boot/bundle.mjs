import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './run.mjs';
import { GiveUp, hashOf, isStamped, root, stamp, step } from './steps.mjs';

/** What the bundle is made of. */
const INPUTS = [
  'vite.config.ts',
  'src/browser',
  'src/protocol',
  'public/css',
  'public/fonts',
  'public/img',
  'public/icons.json',
  'package-lock.json',
];

/** Scripts, styles, fonts and drawings for browsers, built anew when one of them has changed. */
export const buildBundle = (node) =>
  step('browser bundle', async () => {
    const hash = hashOf(...INPUTS);
    if (isStamped('bundle', hash) && existsSync(join(root, 'public/build/manifest.json'))) return { did: 'unchanged' };

    const { status, said } = await runQuietly(node, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']);
    if (status !== 0) throw new GiveUp(`The browser bundle could not be built:\n${said}`);
    stamp('bundle', hash);
    return { did: 'built' };
  });
