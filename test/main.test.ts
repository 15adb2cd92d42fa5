import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { root } from '#test/house/sources.ts';
import { freePort } from './support/free-port.ts';

let dataDir: string;
let app: ChildProcess;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'anymeeting-main-'));
});
afterEach(() => {
  app.kill('SIGKILL');
  rmSync(dataDir, { recursive: true });
});

test('a first start on the embedded database says what one needs next, serves, and ends in order when asked to', {
  timeout: 120_000,
}, async () => {
  const url = `http://localhost:${await freePort()}`;
  const env = { DATA_DIR: dataDir, PORT: new URL(url).port, MEDIA_PORT: `${await freePort()}`, MEDIA_WORKERS: '1' };
  // The runner of the tests has a BASE_URL of its own.
  const { BASE_URL: _theirs, ...others } = process.env;
  app = spawn(process.execPath, ['src/main.ts'], { cwd: root, env: { ...others, ...env }, stdio: 'pipe' });
  const [out, err] = [app.stdout, app.stderr];
  if (out === null || err === null) throw new Error('The output of the start cannot be read.');

  const complained = text(err);
  const exit = once(app, 'exit');
  let said = '';
  out.on('data', (chunk) => (said += String(chunk)));
  while (!said.includes('/first-admin/')) await Promise.race([once(out, 'data'), exit.then(() => failed(complained))]);

  expect(said).toContain(`is running at ${url}`);
  for (const line of [`${url}/dev/mail`, cast.ada.email, castPassword]) expect(said).toContain(line);
  expect((await fetch(/http\S+\/first-admin\/\S+/.exec(said)?.[0] ?? '')).status).toBe(200);
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ database: true, workers: true });

  const database = Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
  app.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
  expect(await complained).toBe('');
  expect(existsSync(`/proc/${database}`)).toBe(false);
  expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false);
});

async function failed(complained: Promise<string>): Promise<never> {
  throw new Error(`The server ended before it served: ${await complained}`);
}
