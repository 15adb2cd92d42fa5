import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { downloadWorker } from './download.mjs';
import { runQuietly } from './run.mjs';
import { GiveUp, hashOf, root, step } from './steps.mjs';

/** What the recipe in bin/mediasoup-worker/ builds with. */
export const buildPackages = [
  'libuv1-dev',
  'libssl-dev',
  'libsrtp2-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
  'meson',
  'ninja-build',
  'pkg-config',
  'g++',
];

/**
 * The media worker that is already there or can be downloaded: the one MEDIASOUP_WORKER_BIN names, one that an earlier
 * start left in the user's cache, or the one its authors have built. Nothing when it must be built here.
 */
export const findWorker = () =>
  step('media worker', async () => {
    const given = process.env.MEDIASOUP_WORKER_BIN;
    if (given) {
      if (!works(given))
        throw new GiveUp(`MEDIASOUP_WORKER_BIN names ${given}, which is not a media worker that runs here.`);
      return { did: `given: ${given}`, value: { path: given, kind: 'given' } };
    }
    for (const name of ['prebuilt', 'built']) {
      const path = cached(name);
      if (existsSync(path) && works(path)) return { did: `cached, ${name} before`, value: { path, kind: 'cached' } };
    }
    const path = cached('prebuilt');
    if ((await downloadWorker(mediasoupVersion(), path)) && works(path))
      return { did: 'downloaded', value: { path, kind: 'prebuilt' } };
    return { did: 'to be built from source' };
  });

/** Builds the worker from the source in its npm package. Five minutes on two cores. */
export const buildWorker = () =>
  step('media worker', async () => {
    const path = cached('built');
    mkdirSync(dirname(path), { recursive: true });
    const { status, said } = await runQuietly('bash', [join(root, 'bin/mediasoup-worker/build.sh'), mediasoup, path]);
    if (status !== 0 || !works(path))
      throw new GiveUp(`The media worker could not be built:\n${said.split('\n').slice(-30).join('\n')}`);
    return { did: 'built from source', value: { path, kind: 'built' } };
  });

const mediasoup = join(root, 'node_modules', 'mediasoup');

export const mediasoupVersion = () => JSON.parse(readFileSync(join(mediasoup, 'package.json'), 'utf8')).version;

/** Outside the clone, so that the next clone on this machine finds it. A change of anything that goes into the binary is another key. */
function cached(name) {
  const recipe = hashOf('bin/mediasoup-worker').slice(0, 12);
  const key = ['mediasoup-worker', mediasoupVersion(), process.arch, distribution(), recipe].join('-');
  return join(cacheFolder(), 'anymeeting', key, name, 'mediasoup-worker');
}

const cacheFolder = () =>
  process.env.XDG_CACHE_HOME ||
  (process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache'));

function distribution() {
  const release = '/etc/os-release';
  if (!existsSync(release)) return process.platform;
  const text = readFileSync(release, 'utf8');
  return ['ID', 'VERSION_ID'].map((name) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(text)?.[1] ?? '').join('');
}

/** A worker that is started by hand ends at once with this status; anything else does not run on this machine. */
const NOT_YOUR_CHILD = 41;

export const works = (path) => spawnSync(path, { stdio: 'ignore', env: {} }).status === NOT_YOUR_CHILD;
