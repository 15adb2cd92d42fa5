import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { root } from './sources.ts';

// Faults that only a linter can see, planted in a small copy of the tree: a wall that nobody runs into may not be there.
const plants: [file: string, text: string, rule: string][] = [
  ['src/webinars/a.ts', "export const page = await fetch('https://example.org');", 'no-restricted-globals'],
  ['src/webinars/b.ts', "export const socket = new WebSocket('wss://example.org');", 'no-restricted-globals'],
  ['src/webinars/c.ts', "export const events = new EventSource('https://example.org');", 'no-restricted-globals'],
  ['src/server.ts', "import { request } from 'node:http';\nexport const ask = request;", 'no-restricted-imports'],
  ['src/platform/inbox.ts', "import { connect } from 'node:net';\nexport const go = connect;", 'no-restricted-imports'],
  ['src/platform/mail.ts', "import * as net from 'node:net';\nexport const all = net;", 'no-restricted-imports'],
  [
    'src/webinars/d.ts',
    "import { seal } from '../platform/personal.ts';\n" +
      "const name = seal('name', 'Ada', { about: 'ada', under: 1, via: 'form' });\n" +
      `export const hello = \`Hello \${name}\`;`,
    'restrict-template-expressions',
  ],
];

/** What the walls must let through. */
const fine: [file: string, text: string][] = [
  ['src/platform/network.ts', "import { isIP } from 'node:net';\nexport const yes = isIP('::1') === 6;"],
  ['src/rooms/gateway.ts', "import type { IncomingMessage } from 'node:http';\nexport type Asking = IncomingMessage;"],
  ['src/platform/egress.ts', "import { connect } from 'node:net';\nexport const go = connect;"],
  ['src/browser/e.ts', "export const page = await fetch('/here');"],
];

const Found = z.object({ stdout: z.string() });
const Report = z.object({ diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string() })) });

let copy: string;
let found: { code?: string | undefined; filename: string }[];
beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'anymeeting-lint-'));
  for (const file of ['.oxlintrc.json', 'tsconfig.json', 'package.json', 'src/platform/personal.ts'])
    cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const [file, text] of [...plants, ...fine]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), `${text}\n`);
  }
  found = await lint();
}, 120_000);
afterAll(() => rmSync(copy, { recursive: true }));

async function lint() {
  const oxlint = join(root, 'node_modules/.bin/oxlint');
  const run = promisify(execFile)(oxlint, ['--type-aware', '--format=json', 'src'], { cwd: copy });
  // It finds something, so it ends with a status that counts as a failure.
  const { stdout } = Found.parse(await run.catch((failure: unknown) => failure));
  return Report.parse(JSON.parse(stdout)).diagnostics;
}

const rulesAt = (file: string) => found.filter(({ filename }) => filename === file).map(({ code }) => code ?? '');

test.each(plants)('%s with %s is caught by %s', (file, _text, rule) => {
  expect(rulesAt(file).join()).toContain(rule);
});

test.each(fine)('%s may say %s', (file) => {
  expect(rulesAt(file).filter((code) => /restrict/.test(code))).toEqual([]);
});
