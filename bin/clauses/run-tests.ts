import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** How a run ended. `ill` means that it said nothing about the product: it could not start, or no test was reached. */
export type Outcome =
  | { verdict: 'passed'; passed: string[] }
  | { verdict: 'failed'; failed: string[] }
  | { verdict: 'ill'; said: string };

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Longer than this and a fault has made the tests wait for something that never comes. */
const PATIENCE_MS = 240_000;

type Where = { folder: string; databaseUrl: string; stop: AbortSignal; until?: 'the first failure' };

/** Runs these tests, `file > name`, and nothing else of their files, in one process. */
export async function runTests(tests: readonly string[], where: Where): Promise<Outcome> {
  const reports = mkdtempSync(join(tmpdir(), 'anymeeting-report-'));
  const report = join(reports, 'report.json');
  try {
    const said = await vitest(tests, where, report);
    return existsSync(report) ? outcomeIn(readFileSync(report, 'utf8'), said) : { verdict: 'ill', said };
  } finally {
    rmSync(reports, { recursive: true });
  }
}

function vitest(
  tests: readonly string[],
  { folder, databaseUrl, stop, until }: Where,
  report: string,
): Promise<string> {
  const files = [...new Set(tests.map((test) => split(test).file))];
  const names = tests.map((test) => `${patternOf(split(test).name)}$`);
  const args = [
    ...['node_modules/vitest/vitest.mjs', 'run', '--project', 'integration', '--project', 'house', ...files],
    ...['-t', `(${names.join('|')})`, '--no-file-parallelism', ...(until === undefined ? [] : ['--bail=1'])],
    ...['--reporter=json', `--outputFile.json=${report}`],
  ];
  const env = { ...process.env, TEST_DATABASE_URL: databaseUrl };
  const options = { cwd: folder, env, timeout: PATIENCE_MS, maxBuffer: 2 ** 26, signal: stop };
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (_error, out, errors) => resolve(`${out}${errors}`));
  });
}

function outcomeIn(text: string, said: string): Outcome {
  const results = Report.parse(JSON.parse(text)).testResults;
  const asserted = results.flatMap(({ assertionResults }) => assertionResults);
  const failed = asserted.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  const passed = asserted.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName);

  if (failed.length > 0) return { verdict: 'failed', failed };
  const broken = results.find(({ message }) => message !== undefined && message !== '');
  if (broken !== undefined || passed.length === 0) return { verdict: 'ill', said: broken?.message ?? said };
  return { verdict: 'passed', passed };
}

/** Whether a name as it stands in a test's file is that of a test that ran. */
export const isNamed = (test: string, fullName: string): boolean =>
  new RegExp(`${patternOf(split(test).name)}$`).test(fullName);

export function split(test: string): { file: string; name: string } {
  const at = test.indexOf(' > ');
  return { file: test.slice(0, at), name: test.slice(at + ' > '.length) };
}

/** Where a name holds `%s`, `$what` or `${what}`, a row of a table is filled in. */
const patternOf = (name: string): string =>
  name
    .split(/%[sdij]|\$\{[^}]+\}|\$[\w.]+/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
