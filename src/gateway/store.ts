import type { Queries, Tx } from '../platform/db.ts';
import type { Subject } from '../platform/personal.ts';

export type NewRelease = {
  at: Date;
  rule: string;
  clauseId: string;
  policyVersionId: number;
  subject: Subject;
  category: string;
  purpose: string;
  recipientKind: string;
  recipientId: string;
  proofKind: string;
  proofRef: string;
  visibleAfter: Date;
};

/** Their numbers, in the order in which they were given. */
export async function insertReleases(tx: Queries, releases: NewRelease[]): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    INSERT INTO "Release" ("at", "rule", "clauseId", "policyVersionId", "subject", "category", "purpose", "recipientKind",
      "recipientId", "proofKind", "proofRef", "visibleAfter")
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(releases)}::text::jsonb) AS of("at" timestamptz, "rule" text,
      "clauseId" text, "policyVersionId" int, "subject" uuid, "category" text, "purpose" text, "recipientKind" text,
      "recipientId" text, "proofKind" text, "proofRef" text, "visibleAfter" timestamptz)
    RETURNING "id"`;
  return rows.map(({ id }) => id);
}

export type NewLook = {
  at: Date;
  actor: string;
  subject: Subject;
  clauseId: string;
  purpose: string;
  view: string;
  fields: string[];
  ticketId: string | null;
};

export async function insertLooks(tx: Tx, looks: NewLook[]): Promise<void> {
  await tx.accessLog.createMany({ data: looks });
}

export type ReleaseRow = Pick<
  NewRelease,
  'at' | 'category' | 'recipientKind' | 'recipientId' | 'purpose' | 'clauseId' | 'proofKind'
>;

/** The latest releases about somebody that they may be told of by then. */
export async function releasesOf(
  db: Tx,
  { subject, visibleAt, take }: { subject: Subject; visibleAt: Date; take: number },
): Promise<ReleaseRow[]> {
  return db.release.findMany({ where: { subject, visibleAfter: { lte: visibleAt } }, orderBy: LATEST, take });
}

export type LookRow = Pick<NewLook, 'at' | 'fields' | 'purpose' | 'clauseId'>;

/** The latest looks at somebody. Who looked stays with us: that is about another person. */
export async function looksAt(db: Tx, { subject, take }: { subject: Subject; take: number }): Promise<LookRow[]> {
  const select = { at: true, fields: true, purpose: true, clauseId: true };
  return db.accessLog.findMany({ where: { subject }, select, orderBy: LATEST, take });
}

const LATEST = [{ at: 'desc' as const }, { id: 'desc' as const }];

type Covering = { categories: readonly string[]; purposes: readonly string[] };

/**
 * The processor that is reached there and live now, with an agreement that covers what is asked for; of several, the one
 * whose agreement lasts longest.
 */
export async function processorAt(
  tx: Queries,
  host: string,
  now: Date,
  { categories, purposes }: Covering = { categories: [], purposes: [] },
): Promise<ProcessorAt | undefined> {
  const rows = await tx.$queryRaw<ProcessorAt[]>`
    SELECT "id", "purposes", "categories", "signedAt", "validUntil" FROM "Processor" p
    WHERE ${host}::text = ANY("hosts") AND "categories" @> ${categories}::text[] AND "purposes" @> ${purposes}::text[]
      AND "signedAt" <= ${now}::timestamptz AND "validUntil" > ${now}::timestamptz
      AND NOT EXISTS (SELECT FROM "ProcessorEnd" e WHERE e."processorId" = p."id")
      AND ("addedBy" = 'operator' OR EXISTS (SELECT FROM "ProcessorApproval" a WHERE a."processorId" = p."id"))
    ORDER BY "validUntil" DESC LIMIT 1`;
  return rows[0];
}

type ProcessorAt = Pick<NewProcessor, 'id' | 'purposes' | 'categories' | 'signedAt' | 'validUntil'>;

const WITH_STANDING = {
  approval: { select: { approvedBy: true, at: true } },
  end: { select: { at: true } },
} as const;

export type ProcessorRow = Awaited<ReturnType<typeof allProcessors>>[number];

/** Every company that was ever added, by name; of two entries of one company the later one first. */
export const allProcessors = (db: Tx) =>
  db.processor.findMany({ include: WITH_STANDING, orderBy: [{ name: 'asc' }, { addedAt: 'desc' }] });

export const processorById = (tx: Tx, id: string) => tx.processor.findUnique({ where: { id }, include: WITH_STANDING });

export async function processorIdsLike(tx: Tx, start: string): Promise<Set<string>> {
  const rows = await tx.processor.findMany({ where: { id: { startsWith: start } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

export type NewProcessor = {
  id: string;
  name: string;
  kind: string;
  hosts: string[];
  purposes: string[];
  categories: string[];
  agreementSha256: string;
  signedAt: Date;
  validUntil: Date;
  addedBy: string;
  addedAt: Date;
};

export async function insertProcessor(tx: Tx, processor: NewProcessor): Promise<void> {
  await tx.processor.create({ data: processor, select: { id: true } });
}

/** False where somebody approved it a moment before. */
export async function insertApproval(tx: Tx, approval: { processorId: string; approvedBy: string; at: Date }) {
  const { count } = await tx.processorApproval.createMany({ data: approval, skipDuplicates: true });
  return count === 1;
}

/** False where somebody ended it a moment before. */
export async function insertEnd(tx: Tx, end: { processorId: string; endedBy: string; at: Date }) {
  const { count } = await tx.processorEnd.createMany({ data: end, skipDuplicates: true });
  return count === 1;
}

/** The releases that were written for these people, this recipient and this service, the latest for each value. */
export const standingReleases = (
  tx: Tx,
  { rule, subjects, to, requested }: { rule: string; subjects: Subject[]; to: string; requested: string },
) =>
  tx.release.findMany({
    where: { recipientId: to, subject: { in: subjects }, rule, proofRef: requested },
    orderBy: { id: 'desc' },
    distinct: ['subject', 'category'],
    select: { id: true, subject: true, category: true },
  });

/** Those of these people of whom something was released to this recipient by this rule, ever. */
export async function everReleased(
  tx: Tx,
  { rule, subjects, to }: { rule: string; subjects: Subject[]; to: string },
): Promise<Subject[]> {
  const rows = await tx.release.findMany({
    where: { recipientId: to, subject: { in: subjects }, rule },
    distinct: ['subject'],
    select: { subject: true },
  });
  return rows.map(({ subject }) => subject);
}

/** That somebody answered a survey, and whose survey that is. */
export type Answered = { id: string; ownerId: string; subject: Subject };

/** How many of these are not so: there is no such survey, it has another owner, or they have no answer in it. */
export async function countNotAnswered(tx: Queries, shown: readonly Answered[]): Promise<number> {
  const [row] = await tx.$queryRaw<{ wrong: number }[]>`
    SELECT count(*)::int AS "wrong"
    FROM unnest(${shown.map(({ id }) => id)}::uuid[], ${shown.map(({ ownerId }) => ownerId)}::uuid[],
      ${shown.map(({ subject }) => subject)}::uuid[]) AS shown("surveyId", "ownerId", "subject")
    WHERE NOT EXISTS (
      SELECT FROM "SurveyEntry" e JOIN "Survey" s ON s."id" = e."surveyId"
      WHERE e."surveyId" = shown."surveyId" AND s."ownerId" = shown."ownerId"
        AND coalesce(e."personId", e."id") = shown."subject")`;
  return row?.wrong ?? shown.length;
}
