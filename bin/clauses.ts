/**
 * `npm run clauses` plants every fault of the clause matrix in a copy of the tree, one at a time, and expects a test of
 * the same clause to fail. It writes docs/evidence/clauses.json, from which the policy page tells what shows that a
 * sentence is kept. `--only PP-05.1` tries one clause and writes nothing; `--list` reads the last evidence.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type ClauseEvidence, type Evidence, evidenceFile, hashOf, readEvidence } from '#src/policy/evidence.ts';
import { covered } from '#test/clauses/matrix.ts';
import { BLIND_CENSUS, type Mutant, type Shown } from '#test/clauses/mutant.ts';
import { openOutsideServer } from '#test/support/outside.ts';
import { isNamed, type Outcome, runTests } from './clauses/run-tests.ts';
import { flawsIn, table } from './clauses/table.ts';
import { openWorkingCopy, root, type WorkingCopy } from './clauses/working-copy.ts';

/** A run is a server, a database and a mediasoup worker. More at once and tests fail for want of time. */
const AT_ONCE = 2;

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, list: { type: 'boolean' } } });

const say = (line: string): void => console.log(line);

/** Whoever ends us early leaves no tests behind and no copies. */
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stopping.abort());
const STOPPED = 130;

function list(): number {
  const evidence = readEvidence() ?? { clauses: {} };
  say(table(evidence));
  return told(flawsIn(evidence, Object.keys(covered)));
}

async function run(only: string[] | undefined): Promise<number> {
  const ids = Object.keys(covered).filter((id) => only?.includes(id) ?? true);
  if (ids.length === 0) {
    say(`None of these is in the clause matrix: ${only?.join(', ') ?? ''}.`);
    return 1;
  }
  const began = here();
  const shown = ids.map((id) => [id, covered[id] ?? { tests: [], mutants: [] }] as const);
  const server = await openOutsideServer();
  const copies = Array.from({ length: AT_ONCE }, () => openWorkingCopy());
  try {
    const [copy] = copies as [WorkingCopy, ...WorkingCopy[]];
    const source = hashOf(copy.folder);
    await passUnplanted(shown, { folder: copy.folder, databaseUrl: server.url });

    const found = await plantAll(shown, copies, server.url);
    if (stopping.signal.aborted) return STOPPED;
    const evidence: Evidence = { ...began, source, clauses: found };
    if (only === undefined) write(evidence);
    say(`\n${table(evidence)}`);
    return told(flawsIn(evidence, ids));
  } finally {
    for (const copy of copies) copy.remove();
    await server.stop();
  }
}

/** A fault proves nothing about a test that fails without it, or that is never reached. */
async function passUnplanted(
  shown: readonly (readonly [string, Shown])[],
  where: { folder: string; databaseUrl: string },
) {
  const tests = [...new Set(shown.flatMap(([, clause]) => clause.tests))];
  say(`${tests.length} tests of ${shown.length} clauses, with nothing planted`);
  const outcome = await runTests(tests, { ...where, stop: stopping.signal });
  if (stopping.signal.aborted) return;
  if (outcome.verdict === 'failed') throw new Error(`With nothing planted these fail:\n${outcome.failed.join('\n')}`);
  else if (outcome.verdict === 'ill') throw new Error(`The tests did not run: ${outcome.said}`);

  const missed = tests.filter((test) => !outcome.passed.some((fullName) => isNamed(test, fullName)));
  if (missed.length > 0) throw new Error(`These tests were not reached:\n${missed.join('\n')}`);
}

/** What was found for each clause, by id. Each working copy takes the next fault as soon as it is free. */
async function plantAll(shown: readonly (readonly [string, Shown])[], copies: WorkingCopy[], databaseUrl: string) {
  const found: Record<string, ClauseEvidence> = Object.fromEntries(
    shown.map(([id, { tests, mutants }]) => [id, { tests, mutants: mutants.length, killed: 0 }]),
  );
  const waiting = shown.flatMap(([id, { tests, mutants }]) => mutants.map((mutant) => ({ id, tests, mutant })));
  const [all, began] = [waiting.length, Date.now()];
  let done = 0;

  const work = async (copy: WorkingCopy) => {
    for (let next = waiting.shift(); next !== undefined && !stopping.signal.aborted; next = waiting.shift()) {
      const { id, tests, mutant } = next;
      const outcome = await runPlanted(mutant, tests, { copy, databaseUrl });
      const evidence = found[id];
      if (outcome.verdict === 'failed' && evidence !== undefined) evidence.killed += 1;
      done += 1;
      say(`${done}/${all} ${id} ${mutant.kind}: ${mutant.name}: ${inWords(outcome)}${timeLeft(began, done, all)}`);
    }
  };
  await Promise.all(copies.map(work));
  return found;
}

async function runPlanted(
  mutant: Mutant,
  tests: readonly string[],
  { copy, databaseUrl }: { copy: WorkingCopy; databaseUrl: string },
): Promise<Outcome> {
  // No server starts over a database that lacks a guard; here a test of the clause is to find out by itself.
  const unplant = copy.plant(mutant.file.endsWith('.sql') ? [mutant, BLIND_CENSUS] : [mutant]);
  try {
    const where = { folder: copy.folder, databaseUrl, stop: stopping.signal };
    return await runTests(tests, { ...where, until: 'the first failure' });
  } finally {
    unplant();
  }
}

function inWords(outcome: Outcome): string {
  if (outcome.verdict === 'failed') return `found by “${outcome.failed[0] ?? ''}”`;
  else if (outcome.verdict === 'passed') return 'NOT FOUND';
  else return `NO VERDICT, ${outcome.said.slice(0, 400)}`;
}

const MINUTE_MS = 60_000;

function timeLeft(began: number, done: number, all: number): string {
  const minutes = (((Date.now() - began) / done) * (all - done)) / MINUTE_MS;
  return done === all ? '' : ` (${Math.ceil(minutes)} min left)`;
}

const here = () => ({
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
  at: new Date().toISOString(),
});

function write(evidence: Evidence): void {
  mkdirSync(dirname(evidenceFile), { recursive: true });
  writeFileSync(evidenceFile, `${JSON.stringify(evidence, null, 2)}\n`);
}

/** Says what is wrong, and gives the exit status. */
function told(flaws: string[]): number {
  for (const flaw of flaws) say(flaw);
  return flaws.length === 0 ? 0 : 1;
}

process.exitCode = values.list === true ? list() : await run(values.only);
