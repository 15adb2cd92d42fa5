import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '#test/house/sources.ts';

/** Anybody who is not root, where root runs the tests. */
const NOBODY = 65_534;

let folder: string;
let bin: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anymeeting-boot-'));
  chmodSync(folder, 0o755);
  bin = join(folder, 'bin');
  mkdirSync(bin);
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A program that comes before the system's own of that name. */
function stub(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

async function boot(words: string[], { env = {}, uid }: { env?: Record<string, string>; uid?: number } = {}) {
  const child = spawn(process.execPath, ['bin/boot.mjs', ...words], {
    cwd: root,
    // A cache of its own and a host that answers "no" at once: nothing is found and nothing is fetched.
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      XDG_CACHE_HOME: folder,
      MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: 'http://127.0.0.1:1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && process.getuid?.() === 0 ? { uid, gid: uid } : {}),
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [said, complained, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { said, complained, status };
}

test('without a word it says which words there are', async () => {
  expect(await boot([])).toEqual({
    said: 'Say what to do: node bin/boot.mjs start, admin, test, bench or clauses.\n',
    complained: '',
    status: 1,
  });
});

test('who is not root gets the one line to paste, and nothing is installed', async () => {
  stub('dpkg-query', 'echo "g++ install ok installed"; exit 1');
  stub('apt-get', `echo called >${folder}/apt`);
  const { said, complained, status } = await boot(['start'], { uid: NOBODY });

  const lines = said.split('\n').filter((line) => line.includes('apt-get'));
  expect(lines).toEqual([
    '  sudo apt-get update && sudo apt-get install -y --no-install-recommends libuv1-dev libssl-dev libsrtp2-dev libabsl-dev libflatbuffers-dev flatbuffers-compiler meson ninja-build pkg-config',
  ]);
  expect({ complained, status }).toEqual({ complained: '', status: 1 });
  expect(() => readFileSync(join(folder, 'apt'))).toThrow('ENOENT');
});

test('a system that is not Debian is told what is missing', async () => {
  const { said, status } = await boot(['start'], { env: { PATH: bin } });

  expect(said).toContain('This is not Debian, so install what these Debian packages hold by your own means');
  expect(said).toContain('libsrtp2-dev');
  expect(status).toBe(1);
});

test('a folder that a running server has is refused before anything else, with the name of the process', async () => {
  const data = join(folder, 'data', 'postgres');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'app.lock'), '');
  writeFileSync(join(data, 'holder'), `${process.pid} 2026-11-01T10:00:00.000Z`);
  const start = () => boot(['start'], { env: { DATA_DIR: join(folder, 'data'), MEDIASOUP_WORKER_BIN: '/bin/true' } });
  const holder = spawn('flock', [join(data, 'app.lock'), 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');

  expect(await start()).toEqual({
    said: `DATA_DIR is in use: process ${process.pid} has had the database in ${data} since 2026-11-01T10:00:00.000Z.\n`,
    complained: '',
    status: 3,
  });

  holder.stdin.end();
  await once(holder, 'exit');
  expect((await start()).said).toContain('MEDIASOUP_WORKER_BIN names /bin/true');
});

test('a MEDIASOUP_WORKER_BIN that is no media worker is refused by name', async () => {
  const { said, status } = await boot(['start'], { env: { MEDIASOUP_WORKER_BIN: '/bin/true' } });

  expect(said).toContain('MEDIASOUP_WORKER_BIN names /bin/true, which is not a media worker that runs here.');
  expect(status).toBe(1);
});

test('the recipe asks for the packages that its page names', () => {
  const page = readFileSync(join(root, 'bin/mediasoup-worker/README.md'), 'utf8');
  const named = /apt-get install -y (.+)/.exec(page)?.[1]?.split(' ');
  const script = readFileSync(join(root, 'bin/boot/worker.mjs'), 'utf8');
  const asked = /buildPackages = \[([^\]]+)\]/.exec(script)?.[1]?.match(/[\w+.-]+/g);

  expect(asked).toEqual(named);
});
