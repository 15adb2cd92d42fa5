import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UNSUBSCRIBE } from '#src/letters/blanks.ts';
import { makeMould, pour } from '#src/letters/mould.ts';
import { readConfig, WrongConfig } from '#src/platform/config.ts';
import { openDkimKey } from '#src/platform/dkim.ts';
import { openMailServer, type Received, taken } from '../support/mail-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'anymeeting-dkim-'));
const file = join(folder, 'dkim.pem');
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });

const settings = { MAIL_DKIM_DOMAIN: 'anymeeting.example', MAIL_DKIM_SELECTOR: 'mail', MAIL_DKIM_KEY_FILE: file };
const config = readConfig(settings);
const secrets = { session: 's', join: 'j', hash: 'h', dkim: openDkimKey(config) };

let server: Awaited<ReturnType<typeof openMailServer>>;
beforeAll(async () => {
  server = await openMailServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const filling = {
  address: 'ada@anymeeting.example',
  messageId: `<${'m'.repeat(43)}@localhost>`,
  date: new Date('2026-11-22T12:00:00Z'),
  unsubscribeToken: 'u'.repeat(66),
  link: 'l'.repeat(43),
};

async function signed(text: string): Promise<Received> {
  const written = { title: 'Grüße', text, html: `<p>${text}</p>`, stream: 'news', class: 'periodic' } as const;
  return server.carry(pour(await makeMould({ config, secrets }, written), filling), filling.address);
}

/** What the signature says, by its tags, and whether it fits these bytes: read here as RFC 6376 tells a receiver to. */
function read(bytes: Buffer) {
  const { headers, body } = taken(bytes);
  const signature = headers.find(({ name }) => name === 'dkim-signature')?.line ?? '';
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replaceAll(/\s+/g, '')]),
  );
  const names = (tags.get('h') ?? '').split(':');
  const lines = names.map((name) => headers.findLast((each) => each.name === name)?.line ?? '');
  const unsigned = signature.replace(/b=[^;]*$/, 'b=');
  const data = [...lines.map((line) => `${relaxed(line)}\r\n`), relaxed(unsigned)].join('');
  const bodyLines = body.replaceAll(/[ \t]+(?=\r\n)/g, '').replaceAll(/[ \t]+/g, ' ');
  const ended = `${bodyLines.replace(/(\r\n)+$/, '')}\r\n`;
  const isBody = createHash('sha256').update(ended, 'latin1').digest('base64') === tags.get('bh');
  const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
  const fits = verify('sha256', Buffer.from(data, 'latin1'), key, Buffer.from(tags.get('b') ?? '', 'base64'));
  return { tags, names, fits: fits && isBody };
}

const relaxed = (line: string): string => {
  const colon = line.indexOf(':');
  const value = line
    .slice(colon + 1)
    .replaceAll(/\r\n/g, '')
    .replaceAll(/[ \t]+/g, ' ')
    .trim();
  return `${line.slice(0, colon).toLowerCase().trim()}:${value}`;
};

const TEXTS = [
  `Hello\n\nhttp://localhost:3000/u/${UNSUBSCRIBE}\n`,
  'é  two   spaces \n\n\n\n',
  '.\n..\n.dots\n',
  'one line',
];

test.each(TEXTS)('a letter that says %j arrives with a signature that fits', async (text) => {
  const { tags, names, fits } = read((await signed(text)).bytes);
  expect(fits).toBe(true);
  expect([tags.get('a'), tags.get('c'), tags.get('d'), tags.get('s')]).toEqual([
    ...['rsa-sha256', 'relaxed/relaxed', 'anymeeting.example', 'mail'],
  ]);
  expect(names.toSorted()).toEqual([
    ...['auto-submitted', 'content-type', 'date', 'from', 'list-id', 'list-unsubscribe', 'list-unsubscribe-post'],
    ...['message-id', 'mime-version', 'reply-to', 'subject', 'to'],
  ]);
});

test.each([
  ['the button', 'List-Unsubscribe=One-Click', 'List-Unsubscribe=Two-Click'],
  ['the link', '/u/uuuu', '/u/xuuu'],
  ['the address', 'To: ada@', 'To: eve@'],
  ['the list', '<news.localhost>', '<spam.localhost>'],
  ['what it says', 'Hello', 'Hullo'],
])('somebody who changes %s on the way breaks the signature', async (_words, from, to) => {
  const { bytes } = await signed('Hello');
  const changed = Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
  expect(changed.equals(bytes)).toBe(false);
  expect([read(bytes).fits, read(changed).fits]).toEqual([true, false]);
});

test('without a key nothing is signed', async () => {
  const unsigned = { config: readConfig({}), secrets: { ...secrets, dkim: openDkimKey(readConfig({})) } };
  const written = { title: 'Hello', text: 'x', html: 'x', stream: 'account', class: 'requested' } as const;
  expect(pour(await makeMould(unsigned, written), filling).toString()).not.toMatch(/dkim-signature/i);
});

test.each([['MAIL_DKIM_DOMAIN'], ['MAIL_DKIM_SELECTOR'], ['MAIL_DKIM_KEY_FILE']] as const)(
  'the three settings belong together: one without %s stops the start',
  (name) => {
    expect(() => readConfig({ ...settings, [name]: '' })).toThrow(/belong together/);
  },
);

test.each([
  ['MAIL_DKIM_DOMAIN', 'anymeeting.example; l=0'],
  ['MAIL_DKIM_SELECTOR', 'a b'],
  ['MAIL_REPLY_TO', 'Ada <ada@anymeeting.example>'],
  ['MAIL_REPLY_TO', 'ada@anymeeting.example\r\nBcc: mallory@example.org'],
])('%s %j stops the start', (name, value) => {
  expect(() => readConfig({ ...settings, [name]: value })).toThrow(WrongConfig);
});

test('a key that is missing, open to everybody, or none, stops the start', () => {
  const key = (name: string, content: string, mode: number) => {
    writeFileSync(join(folder, name), content);
    chmodSync(join(folder, name), mode);
    return { MAIL_DKIM_KEY_FILE: join(folder, name) };
  };
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const other = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));

  expect(() => openDkimKey({ MAIL_DKIM_KEY_FILE: join(folder, 'missing.pem') })).toThrow('cannot be read');
  expect(() => openDkimKey(key('open.pem', pem, 0o644))).toThrow('everybody');
  expect(() => openDkimKey(key('words.pem', 'no key', 0o600))).toThrow('no private key');
  expect(() => openDkimKey(key('ed.pem', other, 0o600))).toThrow('RSA');
  expect(openDkimKey(key('group.pem', pem, 0o640))?.type).toBe('private');
});

test('answers go to the address of the sender, or to the mailbox that is set', () => {
  expect(readConfig({}).MAIL_REPLY_TO).toBe('hello@anymeeting.example');
  expect(readConfig({ MAIL_REPLY_TO: 'stop@anymeeting.example' }).MAIL_REPLY_TO).toBe('stop@anymeeting.example');
});
