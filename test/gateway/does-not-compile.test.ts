import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const EXPECTATION = /^\/\/ @ts-expect-error (.+)$/;

/** The leaks, each with what the compiler has to say about it and the line it stands on. */
const lines = readFileSync(join(import.meta.dirname, 'does-not-compile.ts'), 'utf8').split('\n');
const leaks = lines.flatMap((line, at) => {
  const says = EXPECTATION.exec(line)?.[1];
  return says === undefined ? [] : [{ leak: lines[at + 1] ?? '', says, line: at + 2 }];
});

let said: Map<number, string>;
let folder: string;

/** The compiler reads a copy in which nothing is expected, so each error shows itself. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anymeeting-leaks-'));
  const bare = lines.map((line) => (EXPECTATION.test(line) ? '//' : line)).join('\n');
  writeFileSync(join(folder, 'leaks.ts'), bare.replaceAll("'#src/", `'${root}/src/`));
  const types = { typeRoots: [join(root, 'node_modules/@types')], module: 'preserve' };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions: types, include: ['leaks.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  said = errorsIn(await compiled(folder));
});

afterAll(() => rmSync(folder, { recursive: true }));

test('there is a leak of every kind to be refused', () => {
  expect(leaks.length).toBeGreaterThanOrEqual(40);
});

test.each(leaks)('the compiler refuses: $leak', ({ line, says }) => {
  expect(said.get(line)).toContain(says);
});

test('nothing else is wrong with the file, so that each leak is the only slip on its line', () => {
  const expected = new Set(leaks.map(({ line }) => line));
  expect([...said].filter(([line]) => !expected.has(line))).toEqual([]);
});

function compiled(where: string): Promise<string> {
  const command = join(root, 'node_modules/.bin/tsc');
  return new Promise((resolve) => {
    execFile(command, ['-p', where, '--pretty', 'false'], { cwd: where, maxBuffer: 2 ** 24 }, (_error, out) => {
      resolve(out);
    });
  });
}

/** What was said about each line; what follows an error and is indented belongs to it. */
function errorsIn(output: string): Map<number, string> {
  const errors = new Map<number, string>();
  let line = 0;
  for (const each of output.split('\n')) {
    const place = /^(?:.*\/)?leaks\.ts\((\d+),\d+\): /.exec(each);
    line = place === null ? line : Number(place[1]);
    errors.set(line, `${errors.get(line) ?? ''}${each}\n`);
  }
  errors.delete(0);
  return errors;
}
