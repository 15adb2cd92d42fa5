import { createHash } from 'node:crypto';
import type { Queries, Tx } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import { combinationsOf, ruleNames } from './catalogue.ts';
import { type Clause, clauses } from './clauses.ts';
import { allowedUnder, type HouseRule, houseRules } from './house-rules.ts';
import { insertVersion, type TextRow, type VersionHead, type VersionRow, versionById, versionHeads } from './store.ts';

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

/** A text with its rules that is to be published. Its house rules narrow what it allows. */
export type Edition = {
  clauses: readonly Clause[];
  houseRules: readonly HouseRule[];
  allowed: readonly string[];
};

/** What this copy of the software was delivered with. */
export const ownEdition: Edition = { clauses, houseRules, allowed: combinationsOf(ruleNames) };

/** `coming` is published and not in force yet: it is never shown as what counts now. */
export type ListedVersion = {
  version: number;
  publishedAt: Date;
  effectiveAt: Date;
  widening: boolean;
  state: 'past' | 'live' | 'coming';
};

type PolicyParts = { db: Queries } & Pick<Parts, 'clock'>;

/**
 * How long a list of versions is believed. Higher: a version that another process published shows later here.
 * Lower: a query more for every page.
 */
const BELIEVED_MS = 5_000;

/** Publishes version 1 where there is none. A version that is there stays as it is, whatever the code says (PP-01.2). */
export async function publishFirstPolicy({ db, clock }: { db: Tx } & Pick<Parts, 'clock'>): Promise<void> {
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

/** Every version, the first first, with whether its time has come. */
export async function policyVersions({ db, clock }: PolicyParts): Promise<ListedVersion[]> {
  const now = clock();
  const { heads } = await versionsSeen(db, now);
  const live = heads.findLast(({ effectiveAt }) => effectiveAt <= now);
  return heads
    .toSorted((one, other) => one.id - other.id)
    .map(({ id, ...head }) => ({
      ...head,
      version: id,
      state: id === live?.id ? 'live' : head.effectiveAt > now ? 'coming' : 'past',
    }));
}

/** The version with the greatest number, in force or coming: the one that an edition changes. */
export async function latestPolicy(parts: PolicyParts): Promise<Policy> {
  const latest = (await policyVersions(parts)).at(-1);
  if (latest === undefined) throw new Error('No version of the policy has been published.');
  return policyVersion(parts, latest.version);
}

/** One version, in force or not. Refuses with `not-found`. */
export async function policyVersion({ db, clock }: PolicyParts, id: number): Promise<Policy> {
  const { heads, texts } = await versionsSeen(db, clock());
  if (!heads.some((head) => head.id === id)) throw notFound();
  return textOf(db, texts, id);
}

/**
 * The columns of an edition, the same for a version and for a proposal. The house rules are obeyed here, so that the
 * database and the gateway see only what is left, and a house rule that goes away widens.
 */
export const rowOf = ({ clauses, houseRules, allowed }: Edition): TextRow => {
  const catalogue = allowedUnder(allowed, houseRules).toSorted();
  return {
    bodySha256: sha256Of(clauses, houseRules),
    body: [...clauses],
    houseRules: [...houseRules],
    catalogueSha256: createHash('sha256').update(catalogue.join('\n')).digest('hex'),
    catalogue,
  };
};

/** After publishing: this process reads the list anew at the next question. */
export const forgetVersions = (db: Queries): boolean => seen.delete(db);

async function textOf(db: Queries, texts: Map<number, Policy>, id: number): Promise<Policy> {
  const text = texts.get(id) ?? asPolicy(await versionById(db, id));
  texts.set(id, text);
  return text;
}

type Seen = { heads: VersionHead[]; readAt: Date; texts: Map<number, Policy> };

/** Rows never change, so each text is read once. Kept for each database, because tests open several in one process. */
const seen = new WeakMap<Queries, Seen>();

async function versionsSeen(db: Queries, now: Date): Promise<Seen> {
  const known = seen.get(db);
  if (known !== undefined && Math.abs(now.getTime() - known.readAt.getTime()) < BELIEVED_MS) return known;

  const fresh = { heads: await versionHeads(db), readAt: now, texts: known?.texts ?? new Map<number, Policy>() };
  // An empty list is not kept: the first version is published while the house is being opened.
  if (fresh.heads.length > 0) seen.set(db, fresh);
  return fresh;
}

/** A row as the rest of the house sees it. */
export const asPolicy = ({ id, lastModified, body, catalogue, ...row }: VersionRow): Policy => ({
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

/** The day of an instant in UTC, as ISO writes it. */
export const isoDay = (instant: Date): string => instant.toISOString().slice(0, 10);
