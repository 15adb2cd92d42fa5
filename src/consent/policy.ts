import { createHash } from 'node:crypto';
import type { Tx } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import { type Clause, clauses } from './clauses.ts';
import { insertVersion, type VersionHead, type VersionRow, versionById, versionHeads } from './store.ts';

/** One published text. `lastModified` is the ISO day on which it was published, in UTC. */
export type Policy = {
  version: number;
  publishedAt: Date;
  effectiveAt: Date;
  lastModified: string;
  bodySha256: string;
  clauses: readonly Clause[];
};

type PolicyParts = { db: Tx } & Pick<Parts, 'clock'>;

/**
 * How long a list of versions is believed. Higher: a version that another process published shows later here.
 * Lower: a query more for every page.
 */
const BELIEVED_MS = 5_000;

/** Publishes version 1 where there is none. A version that is there stays as it is, whatever the code says (PP-01.2). */
export async function publishFirstPolicy({ db, clock }: PolicyParts): Promise<void> {
  const at = clock();
  await insertVersion(db, {
    id: 1,
    publishedAt: at,
    effectiveAt: at,
    lastModified: new Date(isoDay(at)),
    bodySha256: sha256Of(clauses),
    body: [...clauses],
  });
  seen.delete(db);
}

/** The version in force: the latest whose time has come (PP-01.2). Rejects when nothing has been published. */
export async function livePolicy({ db, clock }: PolicyParts): Promise<Policy> {
  const now = clock();
  const { heads, texts } = await versionsSeen(db, now);
  const live = heads.findLast(({ effectiveAt }) => effectiveAt <= now);
  if (live === undefined) throw new Error('No version of the policy has been published.');

  const text = texts.get(live.id) ?? asPolicy(await versionById(db, live.id));
  texts.set(live.id, text);
  return text;
}

type Seen = { heads: VersionHead[]; readAt: Date; texts: Map<number, Policy> };

/** Rows never change, so each text is read once. Kept for each database, because tests open several in one process. */
const seen = new WeakMap<Tx, Seen>();

async function versionsSeen(db: Tx, now: Date): Promise<Seen> {
  const known = seen.get(db);
  if (known !== undefined && Math.abs(now.getTime() - known.readAt.getTime()) < BELIEVED_MS) return known;

  const fresh = { heads: await versionHeads(db), readAt: now, texts: known?.texts ?? new Map<number, Policy>() };
  // An empty list is not kept: the first version is published while the house is being opened.
  if (fresh.heads.length > 0) seen.set(db, fresh);
  return fresh;
}

function asPolicy({ id, publishedAt, effectiveAt, lastModified, bodySha256, body }: VersionRow): Policy {
  return { version: id, publishedAt, effectiveAt, lastModified: isoDay(lastModified), bodySha256, clauses: body };
}

/** Over the sentences in order, each with its clause; the order of keys in a stored document does not matter to it. */
function sha256Of(body: readonly Clause[]): string {
  const text = JSON.stringify(body.map(({ id, kind, group, sentence }) => [id, kind, group, sentence]));
  return createHash('sha256').update(text).digest('hex');
}

const isoDay = (instant: Date): string => instant.toISOString().slice(0, 10);
