import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from './sources.ts';

const run = promisify(execFile);

// Each of these prints what it found, so a red test reads like the tool itself.
const tools: [promise: string, command: string, ...args: string[]][] = [
  ['the types of the server and its tests hold', 'tsc', '-p', '.'],
  ['the types of the browser hold', 'tsc', '-p', 'src/browser'],
  ['Biome finds nothing to format or to mend', 'biome', 'check', '--error-on-warnings', '.'],
  ['oxlint finds nothing', 'oxlint', '--type-aware', '--deny-warnings', '.'],
  ['knip finds nothing that nobody uses', 'knip', '--no-progress'],
];

test.for(tools)('%s', { timeout: 300_000 }, async ([, command, ...args]) => {
  const env = { ...process.env, NO_COLOR: '1', CHECKPOINT_DISABLE: '1' };
  const outcome = await run(join(root, 'node_modules/.bin', command), args, { cwd: root, env }).then(
    () => '',
    (failure: unknown) => said(failure),
  );

  expect(outcome).toBe('');
});

function said(failure: unknown): string {
  if (!(failure instanceof Error && 'stdout' in failure && 'stderr' in failure)) throw failure;
  return `${String(failure.stdout)}${String(failure.stderr)}`.trim() || failure.message;
}
