import { type Clause, clauses, kindWords } from '#src/policy/clauses.ts';
import type { ClauseEvidence, Evidence } from '#src/policy/evidence.ts';
import { covered, later } from '#test/clauses/matrix.ts';

/** What keeps the evidence from being whole, a line for each flaw. */
export function flawsIn({ clauses: found }: Pick<Evidence, 'clauses'>, ids: readonly string[]): string[] {
  return ids.flatMap((id) => {
    const evidence = found[id];
    if (evidence === undefined) return [`${id} has no evidence.`];
    const { tests, mutants, killed } = evidence;
    if (tests.length === 0) return [`${id} has no test.`];
    else if (mutants === 0) return [`${id} has no planted fault.`];
    else return killed < mutants ? [`${id}: ${mutants - killed} of ${mutants} faults were not found.`] : [];
  });
}

/** Every clause of the policy in a line: what it is, and what shows that it is kept or why nothing does yet. */
export function table({ clauses: found }: Pick<Evidence, 'clauses'>): string {
  return clauses.map((clause) => line(clause, found[clause.id])).join('\n');
}

function line({ id, kind, sentence }: Clause, evidence: ClauseEvidence | undefined): string {
  const head = `${id}  ${kindWords[kind].padEnd(22)}  ${short(sentence).padEnd(60)}`;
  if (evidence !== undefined) {
    return `${head}  ${evidence.tests.length} tests, ${evidence.killed} of ${evidence.mutants} faults found`;
  } else if (id in covered) {
    return `${head}  NO EVIDENCE`;
  } else {
    return `${head}  later: ${later[id] ?? ''}`;
  }
}

const short = (sentence: string): string => (sentence.length <= 60 ? sentence : `${sentence.slice(0, 59)}…`);
