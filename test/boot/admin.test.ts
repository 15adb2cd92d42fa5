import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '#test/house/sources.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anymeeting-admin-'));
  writeFileSync(join(folder, 'agreement.txt'), 'Sendwell keeps confidential what it carries.');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What `npm run admin -- …` runs, typed in the folder where the agreement lies, on the embedded database there. */
async function admin(words: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['bin/boot.mjs', 'admin', ...words], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      INIT_CWD: folder,
      DATA_DIR: join(folder, 'data'),
      SMTP_URL: 'smtp://smtp.sendwell.example',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await ended;
  return { said: said.trim().split('\n').at(-1), complained: complained.trim(), status: Number(status) };
}

const AGREEMENT = ['--agreement', './agreement.txt', '--signed', '2026-11-01', '--until', '2099-11-01'];
const add = (...more: string[]) => ['processor', 'add', '--name', 'Sendwell Ltd', ...AGREEMENT, ...more];

test('with no server running, the register is kept in the database of DATA_DIR', { timeout: 120_000 }, async () => {
  expect(await admin(add())).toEqual({
    said: 'Sendwell Ltd is in the register as sendwell-ltd, until 1 November 2099. Letters that waited leave within seconds.',
    complained: '',
    status: 0,
  });
  expect(await admin(['processor', 'list'])).toEqual({
    said: 'sendwell-ltd  Sendwell Ltd  In use  smtp.sendwell.example:587  until 1 November 2099',
    complained: '',
    status: 0,
  });
});

test('while another process has that database, it is reached beside it', { timeout: 120_000 }, async () => {
  const holder = spawn(process.execPath, ['test/support/keep-writing.ts', join(folder, 'data')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  holder.stdout.resume();

  const ended = await admin(['processor', 'end', 'sendwell-ltd']);
  expect(ended).toMatchObject({ said: 'sendwell-ltd has ended. Nothing goes there from now on.', status: 0 });
  expect((await admin(['processor', 'list'])).said).toContain('Ended');

  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
});

test.each<[string[], Record<string, string>, string, number]>([
  [[], {}, 'Use it like this:', 2],
  [['letter-in'], {}, 'This is no stop, no failure and no complaint.', 3],
  [['processor'], {}, 'Use it like this:', 2],
  [['processor', 'end'], {}, 'Use it like this:', 2],
  [['processor', 'list', '--everything'], {}, '--everything', 2],
  [['processor', 'add', '--name', 'Sendwell'], {}, '--agreement: Name the file of the signed agreement.', 2],
  [add('--until', '2099-02-31'), {}, '--until: Enter a day like 2026-11-01.', 2],
  [add('--host', '*.sendwell.example:587'), {}, '--host: Enter one host and its port', 2],
  [add('--agreement', './lost.pdf'), {}, '--agreement: ./lost.pdf cannot be read.', 2],
  [add('--purposes', 'marketing'), {}, '--purposes', 2],
  [add('--kind', 'analytics'), {}, 'on /admin/processors, by two admins', 2],
  [add(), { BASE_URL: 'nowhere' }, 'BASE_URL must be a URL', 2],
  [add(), { SMTP_URL: '' }, 'SMTP_URL names no relay', 1],
  [add('--host', 'smtp.other.example:587'), {}, 'SMTP_URL names smtp.sendwell.example:587', 1],
  [add('--fields', 'visit_aggregate'), {}, '--fields: The privacy policy does not let a company of this kind', 1],
  [add('--until', '2026-11-02'), {}, '--until: By this day the agreement has run out already.', 1],
  [['processor', 'end', 'nobody'], {}, 'Nobody in the register has that id', 1],
])('%j with %j is turned down with %j and status %i', async (words, env, complaint, status) => {
  const answer = await admin(words, env);
  expect(answer.complained).toContain(complaint);
  expect(answer.status).toBe(status);
});
