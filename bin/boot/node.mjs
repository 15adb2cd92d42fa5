import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GiveUp, root, step } from './steps.mjs';

/** The first Node that has argon2 and runs TypeScript as it is. */
const OLDEST = [24, 7];

/** The Node that runs everything from here on: the one from npm, or this one where npm has none and it is new enough. */
export const findNode = () =>
  step('Node', async () => {
    const fromNpm = join(root, 'node_modules', '.bin', 'node');
    if (existsSync(fromNpm)) return { did: 'from npm', value: fromNpm };
    if (newEnough(process.versions.node)) return { did: `this one, ${process.version}`, value: process.execPath };
    throw new GiveUp(
      `Node ${OLDEST.join('.')} or newer is needed here, because npm has none for ${process.platform} on ${process.arch}; this is ${process.version}.`,
    );
  });

function newEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
