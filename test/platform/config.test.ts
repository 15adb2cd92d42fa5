import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readConfig, Variables, WrongConfig } from '#src/platform/config.ts';
import { envExample } from '#src/platform/env-example.ts';
import { readOne } from '#test/house/sources.ts';

test('nothing has to be set', () => {
  expect(readConfig({})).toMatchObject({
    PORT: 3000,
    BASE_URL: 'http://localhost:3000',
    DATA_DIR: './data',
    SITE_NAME: 'AnyMeeting',
  });
});

test('an empty value means: not set', () => {
  const nothing = Object.fromEntries(Object.keys(Variables.shape).map((name) => [name, '']));
  expect(readConfig(nothing)).toEqual(readConfig({}));
});

const wrong: [name: string, value: string, others?: Record<string, string>][] = [
  ['PORT', 'eighty'],
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', '80.5'],
  ['PORT', '1e3'],
  ['PORT', '0x50'],
  ['BASE_URL', 'anymeeting.example'],
  ['BASE_URL', 'ftp://anymeeting.example'],
  ['BASE_URL', 'https://anymeeting.example/app'],
  ['BASE_URL', 'https://ada@anymeeting.example'],
  ['BASE_URL', 'http://anymeeting.example'],
  ['DATABASE_URL', 'mysql://localhost/anymeeting'],
  ['DATABASE_URL', 'localhost'],
  ['SMTP_URL', 'https://relay.example'],
  ['SMTP_URL', 'smtp://'],
  ['MAIL_FROM', 'hello'],
  ['MAIL_FROM', 'AnyMeeting <hello@anymeeting.example>\r\nBcc: <eve@anymeeting.example>'],
  ['POSTAL_ADDRESS', '1 Example Street\n00000 Example'],
  ['SITE_NAME', ' '],
  ['SITE_NAME', 'A'.repeat(61)],
  ['MEDIA_PORT', '-1'],
  ['MEDIA_PORT', '65535', { MEDIA_WORKERS: '2' }],
  ['MEDIA_LISTEN_IP', 'localhost'],
  ['MEDIA_ANNOUNCED_ADDRESS', 'media.anymeeting.example:443/udp'],
  ['MEDIA_ANNOUNCED_ADDRESS', '', { MEDIA_LISTEN_IP: '0.0.0.0' }],
  ['MEDIA_WORKERS', 'all'],
  ['MEDIA_WORKERS', '0'],
  ['MEDIA_WORKERS', '65'],
  ['TRUSTED_PROXIES', '10.0.0.1, proxy.example'],
  ['TRUSTED_PROXIES', '10.0.0.0/99'],
  ['TRUSTED_PROXIES', '10.0.0.0/8/8'],
  ['TURN_URL', 'https://turn.example', { TURN_SECRET: 'x'.repeat(32) }],
  ['TURN_SECRET', 'short', { TURN_URL: 'turn:turn.example:3478' }],
  ['TURN_SECRET', 'x'.repeat(32)],
  ['LOG_LEVEL', 'loud'],
];

test.each(wrong)('%s=%j stops the start with one sentence that names it', (name, value, others = {}) => {
  const start = () => readConfig({ ...others, [name]: value });

  expect(start).toThrow(WrongConfig);
  expect(start).toThrow(new RegExp(`^${name} [^.]*.*\\.$`));
});

test('.env.example is what the schema makes of itself', () => {
  expect(readOne('.env.example')).toBe(envExample());
});

test('.env.example, copied as it is, changes nothing', () => {
  expect(readConfig(parseEnv(envExample()) as NodeJS.ProcessEnv)).toEqual(readConfig({}));
});

test('every variable says what it is for', () => {
  const silent = Object.entries(Variables.shape).filter(([, { description = '' }]) => !/\w.*\.$/.test(description));
  expect(silent.map(([name]) => name)).toEqual([]);
});
