import type { Queries } from '../platform/db.ts';
import type { CollectionPoint } from '../platform/personal.ts';
import { type Personal, type Subject, seal } from '../platform/personal.ts';
import type { StoredLetter } from './mould.ts';
import type { OutboxFilter, OutboxRow, OutboxState } from './outbox-rows.ts';
import type { LetterClass, MailStream } from './rules.ts';
import type { Settlement } from './settle-letter.ts';

/** Which letters: those to one, those to many, or both. */
export type Scope = 'single' | 'bulk' | 'all';

/** What may be taken now: classes that somebody may carry. */
export type Due = { now: Date; scope: Scope; classes: readonly LetterClass[] };

/** A letter that is being handed over. Nobody can stop letters to this mailbox until it is settled. */
export type Claimed = {
  id: bigint;
  key: string;
  messageId: string;
  letterId: string;
  stream: MailStream;
  class: LetterClass;
  attempts: number;
  addressHash: string;
  address: Personal<'email'>;
};

type Row = Omit<Claimed, 'address'> & {
  state: 'handing' | 'stopped';
  address: string | null;
  subject: Subject;
  collectedVia: CollectionPoint;
  policyVersionId: number;
};

export async function isAnyDue(tx: Queries, { now, scope, classes }: Due): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>`
    SELECT 1 FROM "Outbox" o LEFT JOIN "Issue" i ON i."id" = o."issueId"
    WHERE o."state" = 'queued' AND o."nextAt" <= ${now}::timestamptz AND o."class" = ANY(${classes}::text[]::"LetterClass"[])
      AND (${scope}::text = 'all' OR (o."issueId" IS NULL) = (${scope} = 'single'))
      AND (i."id" IS NULL OR i."pausedAt" IS NULL OR i."cancelledAt" IS NOT NULL)
    LIMIT 1`;
  return rows.length > 0;
}

type Taken = { id: bigint; addressHash: string; held: boolean };

/**
 * Locks the next letters that are due, rows for this transaction and mailboxes for the whole session. A mailbox that somebody
 * is just stopping is passed over, with `held: false`.
 */
export const takeDue = (
  tx: Queries,
  { now, scope, classes, busy }: Due & { busy: readonly string[] },
  limit: number,
): PromiseLike<Taken[]> =>
  tx.$queryRaw<Taken[]>`
    WITH due AS MATERIALIZED (
      SELECT o."id", o."addressHash" FROM "Outbox" o
      WHERE o."state" = 'queued' AND o."nextAt" <= ${now}::timestamptz AND o."class" = ANY(${classes}::text[]::"LetterClass"[])
        AND (${scope}::text = 'all' OR (o."issueId" IS NULL) = (${scope} = 'single'))
        AND (o."issueId" IS NULL OR EXISTS (
          SELECT FROM "Issue" i WHERE i."id" = o."issueId" AND (i."pausedAt" IS NULL OR i."cancelledAt" IS NOT NULL)))
        AND o."addressHash" <> ALL(${busy}::text[])
      ORDER BY o."class", o."nextAt", o."id" LIMIT ${limit}::int FOR UPDATE OF o SKIP LOCKED
    )
    SELECT "id", "addressHash", pg_try_advisory_lock_shared(mail_lock("addressHash")) AS held FROM due`;

/**
 * Marks what was taken as being handed over. Those that may not go any more are stopped instead. A statement of its own after
 * {@link takeDue}: it sees everything that happened before the mailboxes were locked. Says the ids twice, because a join alone
 * has the database read the whole outbox for a dozen letters.
 */
export async function claimTaken(
  tx: Queries,
  taken: readonly Taken[],
  now: Date,
): Promise<{ claimed: Claimed[]; stopped: string[] }> {
  const ids = taken.map(({ id }) => id);
  const rows = await tx.$queryRaw<Row[]>`
    WITH asked AS MATERIALIZED (
      SELECT o."id", mail_may_go(o."addressHash", o."stream"::text, o."class"::text) AND i."cancelledAt" IS NULL AS may
      FROM "Outbox" o LEFT JOIN "Issue" i ON i."id" = o."issueId" WHERE o."id" = ANY(${ids}::bigint[])
    )
    UPDATE "Outbox" o SET
      "state" = (CASE WHEN may THEN 'handing' ELSE 'stopped' END)::"OutboxState",
      "attempts" = o."attempts" + may::int,
      "address" = CASE WHEN may THEN o."address" END,
      "settledAt" = CASE WHEN may THEN NULL ELSE ${now}::timestamptz END
    FROM asked WHERE o."id" = asked."id" AND o."id" = ANY(${ids}::bigint[])
    RETURNING o."id", o."key", o."messageId", o."letterId", o."stream", o."class", o."attempts", o."addressHash", o."state",
      o."address", o."subject", o."collectedVia", o."policyVersionId"`;
  const place = new Map(ids.map((id, index) => [id, index]));
  const claimed = rows
    .flatMap(({ address, subject, collectedVia: via, policyVersionId: under, ...row }) =>
      address === null ? [] : [{ ...row, address: seal('email', address, { about: subject, under, via }) }],
    )
    .toSorted((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0));
  return { claimed, stopped: rows.flatMap(({ state, addressHash }) => (state === 'stopped' ? [addressHash] : [])) };
}

/** Writes down what became of letters. One that somebody else has taken up meanwhile is left to them. */
export async function settle(tx: Queries, settlements: readonly Settlement[]): Promise<void> {
  const rows = settlements.map(({ id, releaseId, ...rest }) => ({
    ...{ ...rest, id: `${id}`, releaseId: releaseId === undefined ? null : `${releaseId}` },
  }));
  await tx.$queryRaw`
    UPDATE "Outbox" o SET "state" = s."state"::"OutboxState", "answer" = s."answer", "settledAt" = s."settledAt",
      "attempts" = o."attempts" - coalesce(s."uncounted", false)::int, "nextAt" = coalesce(s."nextAt", o."nextAt"),
      "releaseId" = coalesce(s."releaseId", o."releaseId"),
      "address" = CASE WHEN s."settledAt" IS NULL THEN o."address" END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) AS s("id" bigint, "attempts" int, "state" text, "answer" text,
      "uncounted" boolean, "nextAt" timestamptz, "settledAt" timestamptz, "releaseId" bigint)
    WHERE o."id" = s."id" AND o."id" = ANY(${settlements.map(({ id }) => id)}::bigint[]) AND o."state" = 'handing'
      AND o."attempts" = s."attempts"`;
}

/** Lets others stop the letters of these mailboxes again. Each counts as often as it was locked. */
export async function letGo(session: Queries, mailboxes: readonly string[]): Promise<void> {
  await session.$queryRaw`
    SELECT count(pg_advisory_unlock_shared(mail_lock(mailbox))) FROM unnest(${mailboxes}::text[]) AS of(mailbox)`;
}

/**
 * Takes up letters that a process left half-way: whoever hands one over holds its mailbox, so a free one was left. Those by
 * themselves may have arrived and are not sent again; the others are, under the same Message-ID. Returns how many.
 */
export async function takeUpOrphans(
  tx: Queries,
  { now, inHand }: { now: Date; inHand: readonly bigint[] },
): Promise<number> {
  const left = await tx.$queryRaw<{ id: bigint }[]>`
    WITH handing AS MATERIALIZED (
      SELECT "id", "addressHash" FROM "Outbox" WHERE "state" = 'handing' AND "id" <> ALL(${inHand}::bigint[])
      FOR UPDATE SKIP LOCKED
    )
    SELECT "id" FROM handing WHERE pg_try_advisory_xact_lock(mail_lock("addressHash"))`;
  if (left.length === 0) return 0;

  const rows = await tx.$queryRaw<object[]>`
    WITH asked AS MATERIALIZED (
      SELECT "id", CASE WHEN "class" = 'periodic' THEN 'unknown'
        WHEN mail_may_go("addressHash", "stream"::text, "class"::text) THEN 'queued' ELSE 'stopped' END AS fate
      FROM "Outbox" WHERE "id" = ANY(${left.map(({ id }) => id)}::bigint[])
    )
    UPDATE "Outbox" o SET "state" = fate::"OutboxState", "answer" = 'process ended', "nextAt" = ${now}::timestamptz,
      "address" = CASE WHEN fate = 'queued' THEN o."address" END,
      "settledAt" = CASE WHEN fate <> 'queued' THEN ${now}::timestamptz END
    FROM asked WHERE o."id" = asked."id" RETURNING 1`;
  return rows.length;
}

/** What a letter says, as it was stored. Its stream and class stand in the outbox. */
export async function letterById(
  db: Queries,
  id: string,
): Promise<Pick<StoredLetter, 'title' | 'text' | 'html'> | undefined> {
  const rows = await db.$queryRaw<
    StoredLetter[]
  >`SELECT "title", "text", "html" FROM "Letter" WHERE "id" = ${id}::uuid`;
  return rows[0];
}

/**
 * Stops all letters to mailboxes that the relay says do not exist. Read off the outbox, so that one which was cut short is
 * made good by the next. Waits for letters to them that are being handed over.
 */
export async function noteBounces(db: Queries, now: Date): Promise<void> {
  await db.$queryRaw`
    INSERT INTO "MailEvent" ("addressHash", "stream", "act", "source", "at")
    SELECT DISTINCT o."addressHash", 'all', 'bounced'::"MailAct", 'relay', ${now}::timestamptz FROM "Outbox" o
    WHERE o."state" = 'refused' AND o."answer" LIKE '% gone' AND NOT EXISTS (
      SELECT FROM "MailEvent" e WHERE e."addressHash" = o."addressHash" AND e."act" = 'bounced' AND e."at" >= o."settledAt")`;
}

export const countByState = (db: Queries, issueId: string): PromiseLike<{ state: string; count: number }[]> =>
  db.$queryRaw`
    SELECT "state"::text, count(*)::int AS count FROM "Outbox" WHERE "issueId" = ${issueId}::uuid GROUP BY "state"`;

/** How many letters of an issue came to their end since then, and when the first of them did. */
export async function settledSince(db: Queries, { issueId, since }: { issueId: string; since: Date }) {
  const [row] = await db.$queryRaw<{ settled: number; first: Date | null }[]>`
    SELECT count(*)::int AS settled, min("settledAt") AS first FROM "Outbox"
    WHERE "issueId" = ${issueId}::uuid AND "state" <> 'stopped' AND "settledAt" >= ${since}::timestamptz`;
  return row ?? { settled: 0, first: null };
}

/** Forgets letters that came to their end before then, and what they said once nobody gets it any more. */
export async function clearSettled(db: Queries, before: Date): Promise<void> {
  await db.$queryRaw`DELETE FROM "Outbox" WHERE "settledAt" < ${before}::timestamptz`;
  await db.$queryRaw`
    DELETE FROM "Letter" l WHERE l."createdAt" < ${before}::timestamptz
      AND NOT EXISTS (SELECT FROM "Outbox" o WHERE o."letterId" = l."id")
      AND NOT EXISTS (SELECT FROM "Issue" i WHERE i."letterId" = l."id")`;
}

export async function countOutbox(db: Queries): Promise<ReadonlyMap<OutboxState, number>> {
  const rows = await db.$queryRaw<{ state: OutboxState; count: number }[]>`
    SELECT "state"::text, count(*)::int AS count FROM "Outbox" GROUP BY "state"`;
  return new Map(rows.map(({ state, count }) => [state, count]));
}

type Wanted = OutboxFilter & { before: bigint | undefined; take: number };

export const outboxRows = (db: Queries, { state, stream, letter, before, take }: Wanted): PromiseLike<OutboxRow[]> =>
  db.$queryRaw<OutboxRow[]>`
    SELECT o."id", l."title", o."stream"::text, o."class"::text, o."state"::text, o."attempts", o."answer", o."createdAt",
      o."nextAt", o."settledAt", o."address" IS NOT NULL AS "hasAddress"
    FROM "Outbox" o JOIN "Letter" l ON l."id" = o."letterId"
    WHERE (${state ?? null}::text IS NULL OR o."state"::text = ${state ?? null})
      AND (${stream ?? null}::text IS NULL OR o."stream"::text = ${stream ?? null})
      AND (${letter ?? null}::text IS NULL OR position(lower(${letter ?? null}) IN lower(l."title")) > 0)
      AND (${before ?? null}::bigint IS NULL OR o."id" < ${before ?? null}::bigint)
    ORDER BY o."id" DESC LIMIT ${take}::int`;

/** Every letter that is parked, those to one mailbox together. */
export async function parkedLetters(db: Queries): Promise<bigint[]> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT "id" FROM "Outbox" WHERE "state" = 'parked' ORDER BY "addressHash", "id"`;
  return rows.map(({ id }) => id);
}

/**
 * Puts those of these letters that are parked back into the queue with all their tries; says how many were. Under the locks of
 * their mailboxes, taken in one order for everybody, so that what it asks stays true.
 */
export async function requeueParked(tx: Queries, ids: readonly bigint[], now: Date): Promise<number> {
  await tx.$queryRaw`
    WITH parked AS MATERIALIZED (SELECT "addressHash" FROM "Outbox" WHERE "id" = ANY(${ids}::bigint[]) ORDER BY "addressHash")
    SELECT count(pg_advisory_xact_lock_shared(mail_lock("addressHash")))::int FROM parked`;
  const rows = await tx.$queryRaw<object[]>`
    WITH asked AS MATERIALIZED (
      SELECT "id", mail_may_go("addressHash", "stream"::text, "class"::text) AS may FROM "Outbox"
      WHERE "id" = ANY(${ids}::bigint[]) AND "state" = 'parked' ORDER BY "id" FOR UPDATE
    )
    UPDATE "Outbox" o SET "state" = (CASE WHEN may THEN 'queued' ELSE 'stopped' END)::"OutboxState", "attempts" = 0,
      "nextAt" = ${now}::timestamptz, "address" = CASE WHEN may THEN o."address" END,
      "settledAt" = CASE WHEN may THEN NULL ELSE ${now}::timestamptz END
    FROM asked WHERE o."id" = asked."id" RETURNING 1 AS done`;
  return rows.length;
}

/** False where it is not parked. */
export async function giveUpParked(tx: Queries, id: bigint, now: Date): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>`
    UPDATE "Outbox" SET "state" = 'refused', "answer" = 'given up', "address" = NULL, "settledAt" = ${now}::timestamptz
    WHERE "id" = ${id}::bigint AND "state" = 'parked' RETURNING 1 AS done`;
  return rows.length === 1;
}
