import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { type Comparison, compareVersions } from './compare-versions.ts';
import { latestPolicy, policyVersion } from './policy.ts';
import { openProposals } from './store.ts';

export type Proposal = {
  id: bigint;
  at: Date;
  by: PersonId;
  effectiveAt: Date;
  base: number;
  /** Written before the latest version, so nobody can approve it any more. */
  isStale: boolean;
  comparison: Comparison;
};

/** What waits for a second admin, the latest first, each with what it would change. */
export async function listProposals(parts: Pick<Parts, 'db' | 'clock'>): Promise<Proposal[]> {
  const { version } = await latestPolicy(parts);
  const rows = await openProposals(parts.db);
  return Promise.all(
    rows.map(async ({ id, at, by, effectiveAt, baseVersionId: base, body, houseRules, catalogue }) => ({
      ...{ id, at, by, effectiveAt, base },
      isStale: base !== version,
      comparison: compareVersions(await policyVersion(parts, base), { clauses: body, houseRules, allowed: catalogue }),
    })),
  );
}
