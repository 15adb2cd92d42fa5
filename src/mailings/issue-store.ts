import { holding, type Queries, type Tx } from '../platform/db.ts';
import type { Prisma } from '../platform/generated/client.ts';
import type { PersonId } from '../platform/ids.ts';
import type { IssueState } from './rules.ts';

/** One issue of a newsletter. Staff wrote it, so nothing in it is personal. */
export type Issue = {
  id: string;
  stream: 'news' | 'account';
  title: string;
  markdown: string;
  writtenBy: PersonId;
  createdAt: Date;
  changedAt: Date;
  scheduledAt: Date | null;
  letterId: string | null;
  audience: number | null;
  pausedAt: Date | null;
  cancelledAt: Date | null;
  finishedAt: Date | null;
};

export type IssueWords = Pick<Issue, 'stream' | 'title' | 'markdown'>;

export async function insertIssue(tx: Tx, issue: IssueWords & { id: string; writtenBy: PersonId; at: Date }) {
  const { at, ...rest } = issue;
  await tx.issue.create({ data: { ...rest, createdAt: at, changedAt: at } });
}

/** Whether it was still a draft, and was changed. */
export async function changeDraft(tx: Tx, id: string, words: IssueWords & { changedAt: Date }): Promise<boolean> {
  return (await tx.issue.updateMany({ where: { id, scheduledAt: null, cancelledAt: null }, data: words })).count === 1;
}

export async function deleteDraft(tx: Tx, id: string): Promise<boolean> {
  return (await tx.issue.deleteMany({ where: { id, scheduledAt: null } })).count === 1;
}

/** The issue, held until the transaction ends: nobody schedules, pauses or cancels it meanwhile. */
export async function holdIssue(tx: Tx, id: string): Promise<Issue | undefined> {
  await tx.$queryRaw`SELECT FROM "Issue" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return issueWith(tx, id);
}

export const issueWith = async (tx: Tx, id: string): Promise<Issue | undefined> =>
  ((await tx.issue.findUnique({ where: { id } })) as Issue | null) ?? undefined;

type Change = Partial<Pick<Issue, 'scheduledAt' | 'letterId' | 'pausedAt' | 'cancelledAt' | 'finishedAt'>>;

export async function changeIssue(tx: Tx, id: string, change: Change): Promise<void> {
  await tx.issue.update({ where: { id }, data: change, select: { id: true } });
}

export type IssuesLike = { find: string; state: IssueState | undefined; now: Date };

/** A page of issues, those that were changed last first. */
export async function findIssues(tx: Tx, like: IssuesLike, { skip, take }: { skip: number; take: number }) {
  const where = {
    ...(like.find && { title: holding(like.find) }),
    ...inState(like),
  };
  return (await tx.issue.findMany({ where, orderBy: [{ changedAt: 'desc' }, { id: 'asc' }], skip, take })) as Issue[];
}

function inState({ state, now }: IssuesLike): Prisma.IssueWhereInput {
  const begun = { cancelledAt: null, finishedAt: null };
  const where: Record<IssueState, Prisma.IssueWhereInput> = {
    draft: { ...begun, scheduledAt: null },
    scheduled: { ...begun, pausedAt: null, scheduledAt: { gt: now } },
    leaving: { ...begun, pausedAt: null, scheduledAt: { lte: now } },
    paused: { ...begun, pausedAt: { not: null } },
    cancelled: { cancelledAt: { not: null } },
    sent: { cancelledAt: null, finishedAt: { not: null } },
  };
  return state === undefined ? {} : where[state];
}

export type DueIssue = Pick<Issue, 'id' | 'stream'>;

/** Issues whose time has come and that are not wholly in the outbox. */
export const dueIssues = (tx: Queries, now: Date): PromiseLike<DueIssue[]> =>
  tx.$queryRaw<DueIssue[]>`
    SELECT "id", "stream"::text FROM "Issue"
    WHERE "scheduledAt" <= ${now}::timestamptz AND "audience" IS NULL AND "pausedAt" IS NULL AND "cancelledAt" IS NULL
    ORDER BY "scheduledAt", "id"`;

/** What an issue says; nothing once it is paused or cancelled. */
export async function letterToPlan(tx: Queries, id: string): Promise<string | undefined> {
  const rows = await tx.$queryRaw<{ letterId: string }[]>`
    SELECT "letterId" FROM "Issue"
    WHERE "id" = ${id}::uuid AND "letterId" IS NOT NULL AND "pausedAt" IS NULL AND "cancelledAt" IS NULL`;
  return rows[0]?.letterId;
}

/** All of its letters are in the outbox: writes down how many there are, and says it. */
export async function setAudience(tx: Queries, id: string): Promise<number> {
  const rows = await tx.$queryRaw<{ audience: number }[]>`
    UPDATE "Issue" SET "audience" = (SELECT count(*) FROM "Outbox" WHERE "issueId" = ${id}::uuid)
    WHERE "id" = ${id}::uuid RETURNING "audience"`;
  return rows[0]?.audience ?? 0;
}

/** Issues that are wholly in the outbox, or cancelled, and of which nothing waits there any more. */
export const endedIssues = (tx: Tx): Promise<Issue[]> =>
  tx.issue.findMany({
    where: {
      finishedAt: null,
      cancelledAt: null,
      audience: { not: null },
      outbox: { none: { state: { in: ['queued', 'handing', 'parked'] } } },
    },
  }) as Promise<Issue[]>;

/** How many issues are on their way. */
export const countUnderWay = (tx: Tx): Promise<number> =>
  tx.issue.count({ where: { scheduledAt: { not: null }, finishedAt: null, cancelledAt: null } });
