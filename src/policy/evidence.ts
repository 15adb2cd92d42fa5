import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What shows that one clause is kept: its tests, and how many planted faults they found. */
export type ClauseEvidence = { tests: string[]; mutants: number; killed: number };

/** What one run of `npm run clauses` found. `commit` and `at` say what it ran over and when, `source` is a {@link sourceHash}. */
export type Evidence = { commit: string; at: string; source: string; clauses: Record<string, ClauseEvidence> };

const root = fileURLToPath(new URL('../..', import.meta.url));

export const evidenceFile = join(root, 'docs/evidence/clauses.json');

const EvidenceFile = z.strictObject({
  commit: z.string(),
  at: z.iso.datetime(),
  source: z.string(),
  clauses: z.record(
    z.string(),
    z.strictObject({ tests: z.array(z.string()), mutants: z.int().min(0), killed: z.int().min(0) }),
  ),
});

/** The latest evidence that came with this copy of the software, or nothing where there is none. */
export function readEvidence(file = evidenceFile): Evidence | undefined {
  return existsSync(file) ? EvidenceFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** What is said where the files that the server runs from are not all there. */
export const UNKNOWN = 'unknown';

/** The folders that decide what the product does. A word in `docs` makes no evidence stale. */
const DECISIVE = ['src', 'views', 'prisma'];
const WRITTEN_BY_A_TOOL = /^src\/platform\/generated\//;

let ownHash: string | undefined;

/** SHA-256 over the sources of this copy, read once for each process; {@link UNKNOWN} where a folder is missing. */
export function sourceHash(): string {
  ownHash ??= hashOf(root);
  return ownHash;
}

/** The same over another copy. */
export function hashOf(folder: string): string {
  if (!DECISIVE.every((each) => existsSync(join(folder, each)))) return UNKNOWN;

  const hash = createHash('sha256');
  for (const path of filesIn(folder))
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(folder, path)))
      .update('\0');
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  const files = DECISIVE.flatMap((each) =>
    readdirSync(join(folder, each), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, '/').length).replaceAll('\\', '/')),
  );
  return files.filter((path) => !WRITTEN_BY_A_TOOL.test(path)).toSorted();
}

/** Whether the code has changed since the run, as far as this copy can tell. */
export const isStale = ({ source }: Evidence, now = sourceHash()): boolean => source !== now;
