import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { resetPassword, sendResetLink } from '#src/accounts/reset-password.ts';
import { type Inbox, openInbox } from '#src/platform/inbox.ts';
import { root } from '#test/house/sources.ts';
import { idOf, movesIn, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';

const run = promisify(execFile);
const A_CENTURY_MS = 100 * 365 * 24 * 60 * 60 * 1000;

let relay: Inbox;
let site: Site;
let folder: string;
let ahead: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anymeeting-agreement-'));
  writeFileSync(join(folder, 'agreement.txt'), 'Sendwell keeps confidential what it carries.');
  ahead = 0;
  relay = await openInbox();
  site = await openSite({ relay, clock: () => new Date(Date.now() + ahead) });
  for (const who of ['ada', 'ben', 'eve'] as const) await movesIn(site.parts, who);
});
afterAll(async () => {
  await site.close();
  await relay.close();
  rmSync(folder, { recursive: true });
});

/** The real command, typed in the folder where the agreement lies. */
async function admin(...words: string[]): Promise<string> {
  const { config } = site.parts;
  const env = {
    PATH: process.env.PATH,
    INIT_CWD: folder,
    DATA_DIR: config.DATA_DIR,
    DATABASE_URL: config.DATABASE_URL,
    SMTP_URL: config.SMTP_URL,
  };
  return (await run(process.execPath, ['src/admin.ts', ...words], { cwd: root, env })).stdout;
}

const eveReads = async (path: string) => (await (await signIn(site.visit(), 'eve')).get(path)).html;
const linesAbout = (event: string) => site.logged.filter((line) => line.includes(`"${event}"`));
const relayName = () => new URL(relay.url).host;
const resetsFor = (who: 'ada' | 'ben') =>
  relay.letters().filter(({ to, subject }) => to === cast[who].email && subject.startsWith('Choose a new password'));

/** Resolves when the log says it. */
async function logs(event: string, times: number): Promise<void> {
  while (linesAbout(event).length < times) await new Promise((resolve) => setTimeout(resolve, 50));
}

test('without an agreement letters wait in the queue as they came, and admins are told where they look', async () => {
  await sendResetLink(site.parts, cast.ada.email, 'house');
  await logs('letters.waiting', 1);

  const html = await eveReads('/webinars');
  expect(html).toMatch(/\d+ letters wait/);
  expect(html).toContain(relayName());
  expect(html).toContain('npm run admin -- processor add');
  expect(await eveReads('/admin/people')).toContain('letters wait');
  expect((await (await signIn(site.visit(), 'ada')).get('/webinars')).html).not.toContain('letters wait');

  expect(relay.letters()).toEqual([]);
  expect(await site.parts.db.release.count({ where: { recipientKind: 'processor' } })).toBe(0);
  expect(await site.parts.db.outbox.findMany({ select: { state: true, attempts: true }, distinct: ['state'] })).toEqual(
    [{ state: 'queued', attempts: 0 }],
  );
});

test('the operator adds the agreement beside the running server, and each letter leaves once, on a written release', async () => {
  const arriving = relay.letter(({ to, subject }) => to === cast.ada.email && subject.startsWith('Choose'));
  const said = await admin(
    ...['processor', 'add', '--name', 'Sendwell Ltd', '--agreement', './agreement.txt'],
    ...['--signed', '2020-01-01', '--until', '2100-01-01'],
  );
  expect(said).toContain('Sendwell Ltd is in the register as sendwell-ltd');

  const { links } = await arriving;
  const token =
    links
      .find((link) => link.includes('/password/reset/'))
      ?.split('/')
      .at(-1) ?? '';
  await resetPassword(site.parts, { token, password: 'twelve blue kettles sing', cause: 'house' });
  await relay.letter(({ to, subject }) => to === cast.ada.email && subject.startsWith('Your password was changed'));
  expect(resetsFor('ada')).toHaveLength(1);

  const releases = await site.parts.db.release.findMany({ where: { subject: await idOf(site.parts, 'ada') } });
  const toAda = relay.letters().filter(({ to }) => to === cast.ada.email);
  expect(releases.filter(({ recipientKind }) => recipientKind === 'processor')).toMatchObject(
    toAda.map(() => ({
      ...{ category: 'email', recipientId: 'sendwell-ltd', proofKind: 'agreement', clauseId: 'PP-09.3' },
    })),
  );
  expect(await eveReads('/webinars')).not.toContain('letters wait');
  expect((await site.visit().get('/privacy/processors')).html).toContain('Sendwell Ltd');
});

test('once the agreement has run out, the next letter waits, and the admins are told again', async () => {
  const before = relay.letters().length;
  ahead = A_CENTURY_MS;
  await sendResetLink(site.parts, cast.ben.email, 'house');
  await logs('letters.waiting', 2);

  expect(await eveReads('/webinars')).toContain('letter waits');
  expect(relay.letters()).toHaveLength(before);
  expect((await site.visit().get('/privacy/processors')).html).toContain('Its agreement has run out');

  await admin(
    ...['processor', 'add', '--name', 'Sendwell Ltd', '--agreement', './agreement.txt'],
    ...['--signed', '2020-01-01', '--until', '2300-01-01'],
  );
  await relay.letter(({ to, subject }) => to === cast.ben.email && subject.startsWith('Choose'));
  expect(resetsFor('ben')).toHaveLength(1);
});

test('ended at the command line, it carries nothing more', async () => {
  expect(await admin('processor', 'list')).toContain('sendwell-ltd-2  Sendwell Ltd  In use');
  await admin('processor', 'end', 'sendwell-ltd-2');
  await logs('letters.waiting', 3);

  expect(await eveReads('/admin/processors')).toContain('Letters wait');
  expect(linesAbout('letters.leaving')).toHaveLength(2);
});
