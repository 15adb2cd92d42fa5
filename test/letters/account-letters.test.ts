import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { messageIdOf } from '#src/letters/write-letter.ts';
import { everybodyMovesIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

const folder = mkdtempSync(join(tmpdir(), 'anymeeting-dkim-'));
const file = join(folder, 'dkim.pem');
let site: Site;
beforeAll(async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  site = await openSite({
    env: {
      ...{ MAIL_DKIM_DOMAIN: 'anymeeting.example', MAIL_DKIM_SELECTOR: 'mail', MAIL_DKIM_KEY_FILE: file },
      MAIL_REPLY_TO: 'answers@anymeeting.example',
    },
  });
  await everybodyMovesIn(site);
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

test('a letter that Ada asks for arrives signed, with the way out in its headers and at its end, and its link works', async () => {
  const { BASE_URL, POSTAL_ADDRESS } = site.parts.config;
  await site.visit().post('/password/forgotten', { email: cast.ada.email });
  const letter = await site.inbox.letter(({ to, subject }) => to === cast.ada.email && subject.startsWith('Choose'));

  expect(letter.headers['dkim-signature']).toContain('d=anymeeting.example');
  expect(letter.headers['dkim-signature']?.replaceAll(/\s/g, '')).toContain('list-unsubscribe:list-unsubscribe-post');
  expect(letter.headers['list-unsubscribe']).toContain('<mailto:answers@anymeeting.example?subject=stop>');
  expect(letter.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  expect(letter.headers['reply-to']).toBe('answers@anymeeting.example');
  expect(letter.text.trimEnd().endsWith(POSTAL_ADDRESS)).toBe(true);

  const row = await site.parts.db.outbox.findFirstOrThrow({ where: { letter: { template: 'reset-password' } } });
  expect(letter.headers['message-id']).toBe(messageIdOf(BASE_URL, row.key));
  const link = letter.links.find((each) => each.includes('/password/reset/')) ?? '';
  expect((await site.visit().get(new URL(link).pathname)).status).toBe(200);
});

test('an address that nobody has costs the same rows as Ben’s, and no link', async () => {
  const { db } = site.parts;
  const rows = async () => ({ letters: await db.letter.count(), outbox: await db.outbox.count() });
  const links = await db.mailedLink.count();
  const start = await rows();
  await site.visit().post('/password/forgotten', { email: cast.ben.email });
  const known = await rows();
  await site.visit().post('/password/forgotten', { email: 'nobody@anymeeting.example' });
  const unknown = await rows();

  expect([known.letters - start.letters, known.outbox - start.outbox]).toEqual([1, 1]);
  expect([unknown.letters - known.letters, unknown.outbox - known.outbox]).toEqual([1, 1]);
  expect(await db.mailedLink.count()).toBe(links + 1);
});
