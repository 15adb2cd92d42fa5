import type { Queries, Tx } from '../platform/db.ts';
import { Refusal } from '../platform/errors.ts';
import type { CollectionPoint, Subject } from '../platform/personal.ts';
import type { Composed } from './compose-letter.ts';
import { type LetterClass, type MailAct, type MailEvent, type MailStream, type Standing, streams } from './rules.ts';

export async function insertLetter(tx: Tx, letter: Composed & { id: string; createdAt: Date }): Promise<void> {
  await tx.letter.create({ data: letter });
}

export type NewOutbox = {
  key: string;
  messageId: string;
  letterId: string;
  stream: MailStream;
  class: LetterClass;
  subject: Subject;
  address: string | null;
  collectedVia: CollectionPoint;
  policyVersionId: number;
  addressHash: string;
  issueId?: string;
  state: 'queued' | 'stopped';
  nextAt: Date;
  createdAt: Date;
  settledAt: Date | null;
};

/** Rows whose key is there already are passed over; says how many were new. */
export async function insertOutbox(tx: Tx, rows: NewOutbox[]): Promise<number> {
  return (await tx.outbox.createMany({ data: rows, skipDuplicates: true })).count;
}

/**
 * The same for rows to mailboxes that may have stopped such letters: those are left out. Their locks are taken first, in one
 * order for everybody, so that what is asked after it stays true until the transaction ends.
 */
export async function insertWhereWanted(tx: Queries, rows: NewOutbox[]): Promise<number> {
  const mailboxes = rows.map(({ addressHash }) => addressHash).toSorted();
  await tx.$queryRaw`
    SELECT count(pg_advisory_xact_lock_shared(mail_lock(mailbox)))::int FROM unnest(${mailboxes}::text[]) AS of(mailbox)`;
  const [first] = rows;
  if (first === undefined) return 0;

  // One statement with a list for each column: a row at a time, five hundred of them hold up whoever waits for a page.
  const column = (name: keyof NewOutbox) => rows.map((row) => row[name]);
  const added = await tx.$queryRaw<object[]>`
    INSERT INTO "Outbox" ("key", "messageId", "letterId", "stream", "class", "subject", "address", "collectedVia",
      "policyVersionId", "addressHash", "issueId", "state", "nextAt", "createdAt")
    SELECT of."key", of."messageId", ${first.letterId}::uuid, of."stream"::"MailStream", of."class"::"LetterClass", of."subject",
      of."address", of."via"::"CollectionPoint", of."version", of."mailbox", of."issueId", 'queued', ${first.nextAt}::timestamptz,
      ${first.createdAt}::timestamptz
    FROM unnest(${column('key')}::text[], ${column('messageId')}::text[], ${column('stream')}::text[], ${column('class')}::text[],
      ${column('subject')}::uuid[], ${column('address')}::text[], ${column('collectedVia')}::text[],
      ${column('policyVersionId')}::int[], ${column('addressHash')}::text[], ${rows.map(({ issueId }) => issueId ?? null)}::uuid[])
      AS of("key", "messageId", "stream", "class", "subject", "address", "via", "version", "mailbox", "issueId")
    WHERE mail_may_go(of."mailbox", of."stream", of."class")
    ON CONFLICT DO NOTHING RETURNING 1 AS "added"`;
  return added.length;
}

/** Ends letters that wait since before then, and forgets their addresses. One that leaves at this moment does so. */
export async function giveUpWaiting(tx: Tx, { before, now }: { before: Date; now: Date }): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Outbox" SET "state" = 'refused', "answer" = 'given up', "address" = NULL, "settledAt" = ${now}
    WHERE "createdAt" < ${before} AND "state" IN ('queued', 'parked')`;
}

type Among = {
  hashes: readonly string[];
  stream: MailStream;
  class: LetterClass;
  most: number;
  since: Date;
  issueId: string;
};

/** Those of these mailboxes that may be written to, each with whether it had as many other issues of the stream since then as it may get. */
export async function consentingAmong(
  tx: Queries,
  { hashes, stream, class: letterClass, most, since, issueId }: Among,
): Promise<{ hash: string; isOver: boolean }[]> {
  return tx.$queryRaw<{ hash: string; isOver: boolean }[]>`
    SELECT mailbox AS hash, (
      SELECT count(*) FROM "Outbox" WHERE "addressHash" = mailbox AND "stream" = ${stream}::text::"MailStream"
        AND "issueId" IS NOT NULL AND "issueId" <> ${issueId}::uuid AND "createdAt" > ${since}::timestamptz
        AND "state" IN ('queued', 'handing', 'sent', 'unknown')
    ) >= ${most}::int AS "isOver"
    FROM unnest(${[...hashes]}::text[]) AS of(mailbox) WHERE mail_may_go(mailbox, ${stream}::text, ${letterClass}::text)`;
}

export type MailboxIn = { addressHash: string; stream: MailStream };

/** Asked under the lock of the mailbox, shared: nobody can stop the letters of this mailbox until the transaction ends. */
export async function letterMayGo(
  tx: Tx,
  { addressHash, stream, class: letterClass }: MailboxIn & { class: LetterClass },
) {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock_shared(mail_lock(${addressHash}))::text`;
  const [row] = await tx.$queryRaw<
    { may: boolean }[]
  >`SELECT mail_may_go(${addressHash}, ${stream}, ${letterClass}) AS may`;
  return row?.may === true;
}

export async function standingIn(tx: Tx, { addressHash, stream }: MailboxIn): Promise<Standing> {
  const [row] = await tx.$queryRaw<
    { standing: Standing }[]
  >`SELECT mail_standing(${addressHash}, ${stream}) AS standing`;
  return row?.standing ?? 'none';
}

export type NewMailEvent = {
  addressHash: string;
  stream: MailStream | 'all';
  act: MailAct;
  source: string;
  tokenHash?: string;
  at: Date;
};

/** Waits for a letter to this mailbox that is being handed over, so that none begins to leave after this (PP-06.2). */
export async function insertMailEvent(tx: Tx, event: NewMailEvent): Promise<void> {
  await tx.mailEvent.create({ data: event });
}

/**
 * Takes mailboxes for this transaction, in one order for everybody: nobody stops their letters between what is read of them and
 * what is written because of it. Refuses with `unavailable` where a letter to one of them is leaving for too long.
 */
export async function holdMailboxes(tx: Tx, hashes: readonly string[]): Promise<void> {
  try {
    await tx.$queryRaw`
      SELECT count(pg_advisory_xact_lock(mail_lock(mailbox)))::int FROM unnest(${hashes.toSorted()}::text[]) AS of(mailbox)`;
  } catch {
    throw new Refusal('unavailable', { sentence: 'A letter is leaving at this moment. Try again in a minute.' });
  }
}

/** The longest a stop waits for a letter that is being handed over to a slow relay. */
const LETTER_IN_HAND_MS = 25_000;

const IN_HAND = 'A letter is leaving at this moment, so nothing was stopped yet. Try again in a minute.';

/** Takes a mailbox for this transaction, so that no letter to it begins to leave. Refuses with `unavailable` when it is not let go in time. */
export async function waitForLettersInHand(tx: Tx, addressHash: string): Promise<void> {
  await tx.$queryRaw`SELECT set_config('statement_timeout', ${`${LETTER_IN_HAND_MS}`}, true)`;
  try {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(mail_lock(${addressHash}))::text`;
  } catch {
    throw new Refusal('unavailable', { sentence: IN_HAND });
  }
}

type Asked = { streams: readonly MailStream[]; tokenHash: string; since: Date };

/** The request that a mailed link stands for, if it was made since then. */
export async function findRequest(
  tx: Tx,
  { streams: asked, tokenHash, since }: Asked,
): Promise<{ addressHash: string; stream: MailStream } | undefined> {
  const where = { stream: { in: [...asked] }, tokenHash, act: 'requested' as const, at: { gte: since } };
  const select = { addressHash: true, stream: true } as const;
  const row = await tx.mailEvent.findFirst({ where, orderBy: { id: 'desc' }, select });
  return row === null ? undefined : { ...row, stream: row.stream as MailStream };
}

/** Everything that happened between us and one mailbox, the first first. */
export async function mailEventsOf(tx: Tx, addressHash: string): Promise<(MailEvent & { at: Date; source: string })[]> {
  const select = { stream: true, act: true, tokenHash: true, at: true, source: true };
  const rows = await tx.mailEvent.findMany({ where: { addressHash }, orderBy: { id: 'asc' }, select });
  return rows as (MailEvent & { at: Date; source: string })[];
}

/** To which mailboxes these letters went. */
export async function mailboxesOf(tx: Tx, messageIds: readonly string[]): Promise<string[]> {
  const where = { messageId: { in: messageIds.slice(0, MOST_ANSWERED) } };
  const rows = await tx.outbox.findMany({ where, distinct: ['addressHash'], select: { addressHash: true } });
  return rows.map((row) => row.addressHash);
}
/** A long conversation names many letters; one of them is enough. */
const MOST_ANSWERED = 50;

export type Suppressed = { stream: MailStream; reason: 'unsubscribed' | 'complained' | 'bounced'; count: number };

/** How many mailboxes are stopped, by stream and by reason. */
export async function countSuppressed(tx: Tx): Promise<Suppressed[]> {
  return tx.$queryRaw<Suppressed[]>`
    WITH stopped AS MATERIALIZED (
      SELECT DISTINCT "addressHash" AS mailbox FROM "MailEvent" WHERE "act" IN ('unsubscribed', 'complained', 'bounced')
    ), standing AS (
      SELECT stream, mail_standing(mailbox, stream) AS reason FROM stopped, unnest(${[...streams]}::text[]) AS of(stream)
    )
    SELECT stream, reason, count(*)::int AS count FROM standing
    WHERE reason IN ('unsubscribed', 'complained', 'bounced') GROUP BY stream, reason
    ORDER BY array_position(${[...streams]}::text[], stream), count DESC, reason`;
}

export async function countQueued(tx: Tx): Promise<number> {
  return tx.outbox.count({ where: { state: 'queued' } });
}

type TurnRow = { key: string; seconds: number };

/** Counts one more under each of these keys, in this order, and says how many each has now. A count begins again when its seconds are over. */
export async function takeTurns(tx: Tx, turns: readonly TurnRow[], now: Date): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ key: string; points: number }[]>`
    INSERT INTO "RateLimiterFlexible" AS held ("key", "points", "expire")
    SELECT "key", 1, ${now}::timestamptz + "seconds" * interval '1 second'
    FROM unnest(${turns.map(({ key }) => key)}::text[], ${turns.map(({ seconds }) => seconds)}::int[])
      WITH ORDINALITY AS turn("key", "seconds", "place") ORDER BY "place"
    ON CONFLICT ("key") DO UPDATE SET
      "points" = CASE WHEN held."expire" <= ${now} THEN 1 ELSE held."points" + 1 END,
      "expire" = CASE WHEN held."expire" <= ${now} THEN excluded."expire" ELSE held."expire" END
    RETURNING "key", "points"`;
  return new Map(rows.map(({ key, points }) => [key, points]));
}

/** Takes back what {@link takeTurns} counted in this transaction. */
export async function giveBackTurns(tx: Tx, turns: readonly TurnRow[]): Promise<void> {
  const keys = turns.map(({ key }) => key);
  await tx.rateLimiterFlexible.updateMany({ where: { key: { in: keys } }, data: { points: { decrement: 1 } } });
}
