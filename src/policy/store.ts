import { z } from 'zod';
import type { Queries, Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import { categoryNames, type Recipient, recipients } from './catalogue.ts';
import type { Clause } from './clauses.ts';
import type { HouseRule } from './house-rules.ts';

export type VersionHead = { id: number; publishedAt: Date; effectiveAt: Date; widening: boolean };

/** What an edition is made of, the same in a version and in a proposal. */
export type TextRow = {
  bodySha256: string;
  body: Clause[];
  houseRules: HouseRule[];
  catalogueSha256: string;
  catalogue: string[];
};

export type VersionRow = TextRow & {
  id: number;
  publishedAt: Date;
  effectiveAt: Date;
  lastModified: Date;
  widening: boolean;
  publishedBy: string | null;
  approvedBy: string | null;
  proposalId: bigint | null;
};

export type NewProposal = TextRow & { at: Date; by: PersonId; baseVersionId: number; effectiveAt: Date };
export type ProposalRow = NewProposal & { id: bigint };

const Body = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(['P', 'M', 'F', 'D', 'R', 'X', 'P/M', 'R/P']),
    group: z.string(),
    sentence: z.string(),
  }),
);

const Forbidden = z.object({
  category: z.enum(categoryNames),
  except: z.array(z.enum(Object.keys(recipients) as Recipient[])),
});
const HouseRules = z.array(
  // Rows of before house rules forbade anything by themselves.
  z.object({ id: z.string(), title: z.string(), sentence: z.string(), forbids: z.array(Forbidden).default([]) }),
);
const Catalogue = z.array(z.string());

/** Does nothing when there is a version of that number: two at once publish one. Says whether it was new. */
export async function insertVersion(tx: Tx, version: VersionRow): Promise<boolean> {
  return (await tx.policyVersion.createMany({ data: [version], skipDuplicates: true })).count === 1;
}

export async function versionHeads(tx: Queries): Promise<VersionHead[]> {
  return tx.$queryRaw`SELECT "id", "publishedAt", "effectiveAt", "widening" FROM "PolicyVersion" ORDER BY "effectiveAt", "id"`;
}

export async function versionById(tx: Queries, id: number): Promise<VersionRow> {
  const [row] = await tx.$queryRaw<VersionRow[]>`SELECT * FROM "PolicyVersion" WHERE "id" = ${id}::int`;
  if (row === undefined) throw new Error(`There is no version ${id}.`);
  return { ...row, ...textIn(row) };
}

/** The one with the greatest number. Rejects when there is none. */
export async function latestVersion(tx: Tx): Promise<VersionRow> {
  const row = await tx.policyVersion.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return { ...row, ...textIn(row) };
}

export async function insertProposal(tx: Tx, proposal: NewProposal): Promise<bigint> {
  return (await tx.policyProposal.create({ data: proposal, select: { id: true } })).id;
}

export async function proposalById(tx: Tx, id: bigint): Promise<ProposalRow | null> {
  const row = await tx.policyProposal.findUnique({ where: { id } });
  return row === null ? null : asProposal(row);
}

/** Those that nobody has approved, the latest first. */
export async function openProposals(tx: Tx): Promise<ProposalRow[]> {
  const rows = await tx.policyProposal.findMany({ where: { published: { is: null } }, orderBy: { id: 'desc' } });
  return rows.map(asProposal);
}

type Stored = { body: unknown; houseRules: unknown; catalogue: unknown };

const asProposal = <Row extends Stored & { by: string }>(row: Row) => ({
  ...row,
  ...textIn(row),
  by: row.by as PersonId,
});

const textIn = ({ body, houseRules, catalogue }: Stored) => ({
  body: Body.parse(body),
  houseRules: HouseRules.parse(houseRules),
  catalogue: Catalogue.parse(catalogue),
});
