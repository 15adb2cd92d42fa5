import { createHash } from 'node:crypto';
import type { Tx } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import { combinationsOf, ruleNames } from './catalogue.ts';
import { type Clause, clauses } from './clauses.ts';
import { type HouseRule, houseRules } from './house-rules.ts';
import { insertVersion, type VersionHead, type VersionRow, versionById, versionHeads } from './store.ts';

/** One published text. `lastModified` is the ISO day on which it was published, in UTC. */
export type Policy = {
  version: number;
  publishedAt: Date;
  effectiveAt: Date;
  lastModified: string;
  bodySha256: string;
  clauses: readonly Clause[];
  houseRules: readonly HouseRule[];
  /** Every combination this version allows. What is not here is denied, whatever the code could do. */
  allowed: ReadonlySet<string>;
  /** Whether it allows what the version before did not. */
  widening: boolean;
};

/** A text with its rules that is to be published. */
export type Edition = {
  clauses: readonly Clause[];
  houseRules: readonly HouseRule[];
  allowed: readonly string[];
};

/** What this copy of the software was delivered with. */
export const ownEdition: Edition = { clauses, houseRules, allowed: combinationsOf(ruleNames) };

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
    ...rowOf(ownEdition),
    widening: false,
    publishedBy: null,
    approvedBy: null,
    proposalId: null,
  });
  forgetVersions(db);
}

/** The version in force: the latest whose time has come (PP-01.2). Rejects when nothing has been published. */
export async function livePolicy({ db, clock }: PolicyParts): Promise<Policy> {
  const now = clock();
  const { heads, texts } = await versionsSeen(db, now);
  const live = heads.findLast(({ effectiveAt }) => effectiveAt <= now);
  if (live === undefined) throw new Error('No version of the policy has been published.');

  return textOf(db, texts, live.id);
}

/** One version, in force or not. Refuses with `not-found`. */
export async function policyVersion({ db, clock }: PolicyParts, id: number): Promise<Policy> {
  const { heads, texts } = await versionsSeen(db, clock());
  if (!heads.some((head) => head.id === id)) throw notFound();
  return textOf(db, texts, id);
}

/** The columns of an edition, the same for a version and for a proposal. */
export const rowOf = ({ clauses, houseRules, allowed }: Edition) => {
  const catalogue = allowed.toSorted();
  return {
    bodySha256: sha256Of(clauses, houseRules),
    body: [...clauses],
    houseRules: [...houseRules],
    catalogueSha256: createHash('sha256').update(catalogue.join('\n')).digest('hex'),
    catalogue,
  };
};

/** After publishing: this process reads the list anew at the next question. */
export const forgetVersions = (db: Tx): boolean => seen.delete(db);

async function textOf(db: Tx, texts: Map<number, Policy>, id: number): Promise<Policy> {
  const text = texts.get(id) ?? asPolicy(await versionById(db, id));
  texts.set(id, text);
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

const asPolicy = ({ id, lastModified, body, catalogue, ...row }: VersionRow): Policy => ({
  version: id,
  publishedAt: row.publishedAt,
  effectiveAt: row.effectiveAt,
  lastModified: isoDay(lastModified),
  bodySha256: row.bodySha256,
  clauses: body,
  houseRules: row.houseRules,
  allowed: new Set(catalogue),
  widening: row.widening,
});

/** Over the sentences in order, each with its clause; the order of keys in a stored document does not matter to it. */
function sha256Of(body: readonly Clause[], houseRules: readonly HouseRule[]): string {
  const text = JSON.stringify([
    body.map(({ id, kind, group, sentence }) => [id, kind, group, sentence]),
    houseRules.map(({ id, title, sentence }) => [id, title, sentence]),
  ]);
  return createHash('sha256').update(text).digest('hex');
}

const isoDay = (instant: Date): string => instant.toISOString().slice(0, 10);
