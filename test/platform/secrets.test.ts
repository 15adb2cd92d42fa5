import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WrongConfig } from '#src/platform/config.ts';
import { openSecrets } from '#src/platform/secrets.ts';

let folder: string;
let dataDir: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anymeeting-secrets-'));
  dataDir = join(folder, 'data');
  file = join(dataDir, 'secrets.json');
});

afterEach(() => rmSync(folder, { recursive: true }));

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('the first start makes secrets that only we can read', () => {
  const secrets = openSecrets(dataDir);

  expect(new Set(Object.values(secrets)).size).toBe(3);
  expect(Object.values(secrets).map((secret) => Buffer.from(secret, 'base64url').length)).toEqual([32, 32, 32]);
  expect(mode(dataDir)).toBe('700');
  expect(mode(file)).toBe('600');
});

test('the next start finds the same ones', () => {
  expect(openSecrets(dataDir)).toEqual(openSecrets(dataDir));
});

test('another folder has others', () => {
  expect(openSecrets(dataDir)).not.toEqual(openSecrets(join(folder, 'elsewhere')));
});

test('secrets that others can read are refused', () => {
  openSecrets(dataDir);
  chmodSync(file, 0o640);
  expect(() => openSecrets(dataDir)).toThrow(/^DATA_DIR: others can read the secrets/);
});

const spoiled: [what: string, text: (text: string) => string][] = [
  ['cut short', (text) => text.slice(0, 40)],
  ['without one of them', (text) => text.replace('"join"', '"jion"')],
  ['with a word in place of one', (text) => text.replace(/"hash": "[^"]+"/, '"hash": "mushrooms"')],
  ['with one letter 43 times', (text) => text.replace(/"hash": "[^"]+"/, `"hash": "${'a'.repeat(43)}"`)],
  ['empty', () => ''],
];

test.each(spoiled)('a file %s is refused and left as it is', (_what, spoil) => {
  openSecrets(dataDir);
  const text = spoil(readFileSync(file, 'utf8'));
  writeFileSync(file, text);

  expect(() => openSecrets(dataDir)).toThrow(WrongConfig);
  expect(() => openSecrets(dataDir)).toThrow(/damaged or weak/);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a DATA_DIR that cannot be a folder is refused in one sentence', () => {
  writeFileSync(dataDir, '');
  expect(() => openSecrets(dataDir)).toThrow(/^DATA_DIR: .* cannot be used/);
});
