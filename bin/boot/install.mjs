import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './run.mjs';
import { GiveUp, hashOf, isStamped, root, stamp, step } from './steps.mjs';

/** `npm ci`, unless node_modules already is what the lockfile says. */
export const install = () =>
  step('packages', async () => {
    const hash = hashOf('package-lock.json');
    if (isStamped('install', hash)) return { did: 'unchanged' };

    const fits = alreadyInstalled();
    if (!fits) await npmCi();
    stamp('install', hash);
    return { did: fits ? 'already there' : 'installed' };
  });

/** Compares the lockfile with the list npm leaves of what it has installed, for a node_modules that somebody else made. */
function alreadyInstalled() {
  const list = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;

  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(list, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || (present[path]?.version ?? (optional ? version : undefined)) === version,
  );
}

async function npmCi() {
  // Development packages are needed everywhere: the browser bundle is built on the machine that serves it.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--ignore-scripts'];
  const npm = process.env.npm_execpath;
  const { status, said } = npm?.endsWith('.js')
    ? await runQuietly(process.execPath, [npm, ...args])
    : await runQuietly('npm', args);
  if (status !== 0) throw new GiveUp(`npm could not install the packages:\n${reasons(said)}`);
}

/** npm warns at length about what does not matter here, and explains itself at length after what does. */
const reasons = (said) =>
  said
    .split('\n')
    .filter((line) => !line.startsWith('npm warn'))
    .slice(0, 20)
    .join('\n');
