import { z } from 'zod';
import type { Tx } from '../platform/db.ts';
import type { Clause } from './clauses.ts';
import type { HouseRule } from './house-rules.ts';

export type VersionHead = { id: number; effectiveAt: Date };

export type VersionRow = {
  id: number;
  publishedAt: Date;
  effectiveAt: Date;
  lastModified: Date;
  bodySha256: string;
  body: Clause[];
  houseRules: HouseRule[];
  catalogueSha256: string;
  catalogue: string[];
  widening: boolean;
  publishedBy: string | null;
  approvedBy: string | null;
  proposalId: bigint | null;
};

const Body = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(['P', 'M', 'F', 'D', 'R', 'X', 'P/M', 'R/P']),
    group: z.string(),
    sentence: z.string(),
  }),
);

const HouseRules = z.array(z.object({ id: z.string(), title: z.string(), sentence: z.string() }));
const Catalogue = z.array(z.string());

/** Does nothing when there is a version of that number: two starts at once publish one. */
export async function insertVersion(tx: Tx, version: VersionRow): Promise<void> {
  await tx.policyVersion.createMany({ data: [version], skipDuplicates: true });
}

export async function versionHeads(tx: Tx): Promise<VersionHead[]> {
  return tx.policyVersion.findMany({
    select: { id: true, effectiveAt: true },
    orderBy: [{ effectiveAt: 'asc' }, { id: 'asc' }],
  });
}

export async function versionById(tx: Tx, id: number): Promise<VersionRow> {
  const row = await tx.policyVersion.findUniqueOrThrow({ where: { id } });
  return {
    ...row,
    body: Body.parse(row.body),
    houseRules: HouseRules.parse(row.houseRules),
    catalogue: Catalogue.parse(row.catalogue),
  };
}
