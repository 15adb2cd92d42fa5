import { note } from '../audit/note.ts';
import type { Tx } from '../platform/db.ts';
import { Refusal, wrongField } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { dateTime } from '../platform/times.ts';
import { type Comparison, compareVersions, isSame } from './compare-versions.ts';
import { asPolicy, type Edition, forgetVersions, isoDay, rowOf } from './policy.ts';
import { insertVersion, latestVersion, type TextRow } from './store.ts';

export type PublishParts = Pick<Parts, 'db' | 'clock'>;

/** What an admin wants to publish. Nothing in it says what it changes: that is computed. */
export type Wanted = {
  edition: Edition;
  /** The latest version when it was written. */
  base: number;
  /** From when on; at once when that is past. */
  effectiveAt: Date;
  by: PersonId;
};

/**
 * Publishes an edition that allows nothing new, and resolves with the number of its version (PP-01.2, PP-15.1). Its date,
 * its number and what it changes are computed here. Refuses one that widens, because that takes a second admin, and what
 * {@link compareWithLatest} refuses.
 */
export async function publishPolicy(parts: PublishParts, { edition, by, ...wanted }: Wanted): Promise<number> {
  const text = rowOf(edition);
  return publishing(parts, async (tx) => {
    const comparison = await compareWithLatest(parts, tx, { text, ...wanted });
    if (comparison.allowedNew.length > 0)
      throw new Refusal('wrong-state', {
        sentence: 'This allows something new, so it takes a second admin. Propose it.',
      });

    const version = await insertNext(parts, tx, { text, ...wanted, widening: false, by });
    await note(tx, { at: parts.clock(), event: 'policy.published', by, facts: { version, ...countsIn(comparison) } });
    return version;
  });
}

/** Runs `work` and lets this process see the version that it published. */
export async function publishing(parts: PublishParts, work: (tx: Tx) => Promise<number>): Promise<number> {
  const version = await parts.db.transaction(work);
  forgetVersions(parts.db);
  return version;
}

export type Next = { text: TextRow; base: number; effectiveAt: Date };

/**
 * What a text changes. Refuses one that was written against an older version, one that changes nothing, and one that would
 * come before a version that is coming already.
 */
export async function compareWithLatest(
  { clock }: Pick<Parts, 'clock'>,
  tx: Tx,
  { text, base, effectiveAt }: Next,
): Promise<Comparison> {
  const latest = asPolicy(await latestVersion(tx));
  if (latest.version !== base) throw stale(latest.version);

  const { body, houseRules, catalogue } = text;
  const comparison = compareVersions(latest, { clauses: body, houseRules, allowed: catalogue });
  if (isSame(comparison))
    throw new Refusal('wrong-state', { sentence: 'This says and allows exactly what the latest version does.' });

  if (later(effectiveAt, clock()) < latest.effectiveAt) {
    const from = dateTime(latest.effectiveAt, 'UTC');
    throw wrongField('date', `Version ${base} takes effect on ${from}. This one cannot come before it.`);
  }
  return comparison;
}

type Signed = { widening: boolean; by: PersonId; second?: { approvedBy: PersonId; proposalId: bigint } };

/** Writes the version after `base`; resolves with its number. Whoever comes second to that number is out of date. */
export async function insertNext(
  { clock }: Pick<Parts, 'clock'>,
  tx: Tx,
  { text, base, effectiveAt, widening, by, second }: Next & Signed,
): Promise<number> {
  const at = clock();
  const isNew = await insertVersion(tx, {
    id: base + 1,
    publishedAt: at,
    effectiveAt: later(effectiveAt, at),
    lastModified: new Date(isoDay(at)),
    ...text,
    widening,
    publishedBy: by,
    approvedBy: second?.approvedBy ?? null,
    proposalId: second?.proposalId ?? null,
  });
  if (!isNew) throw stale(base + 1);
  return base + 1;
}

/** How much a version changes, for the note about it. */
export const countsIn = ({ changed, added, removed, allowedNew, allowedNoMore }: Comparison) => ({
  sentences: changed.length + added.length + removed.length,
  allowedNew: allowedNew.length,
  allowedNoMore: allowedNoMore.length,
});

const later = (one: Date, other: Date) => (one > other ? one : other);

const stale = (latest: number) =>
  new Refusal('wrong-state', {
    sentence: `Version ${latest} was published since this was written. Begin anew from its text.`,
  });
