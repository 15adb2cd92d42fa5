import type { Parts } from '../platform/parts.ts';
import type { Subject } from '../platform/personal.ts';
import { type Basis, bases, type Category, categories, recipients } from '../policy/catalogue.ts';
import { purposeInWords } from '../policy/words.ts';
import { type LookRow, looksAt, type ReleaseRow, releasesOf } from './store.ts';

/** One thing that was done with a person's data, in words for that person. Nothing in it is about anybody else. */
export type Deed = {
  at: Date;
  kind: 'release' | 'look';
  /** The categories, joined: `Name, E-mail address`. */
  what: string;
  /** Who received it. `id` is that of the webinar, the host or the company; a member of staff has none here. */
  to: { words: string; id: string | undefined };
  /** Fits after "so as": `to hold webinars`. */
  why: string;
  clause: string;
  basis: string;
};

const PER_PAGE = 25;

/**
 * What was released about somebody and which of it our staff looked at, the latest first, one page of it, and whether
 * there is more. A release that may not be told yet is left out until it may (PP-12.3).
 */
export async function releasesAbout(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  subject: Subject,
  { page }: { page: number },
): Promise<{ deeds: Deed[]; hasMore: boolean }> {
  // Which list a page takes its rows from is known only once both are merged, so both are read to the end of the page.
  const first = (page - 1) * PER_PAGE;
  const end = first + PER_PAGE;
  const [releases, looks] = await Promise.all([
    releasesOf(db, { subject, visibleAt: clock(), take: end + 1 }),
    looksAt(db, { subject, take: end + 1 }),
  ]);

  const deeds = [...releases.map(releaseInWords), ...looks.map(lookInWords)].toSorted(
    (one, other) => other.at.getTime() - one.at.getTime(),
  );
  return { deeds: deeds.slice(first, end), hasMore: deeds.length > end };
}

const releaseInWords = ({
  at,
  category,
  recipientKind,
  recipientId,
  purpose,
  clauseId,
  proofKind,
}: ReleaseRow): Deed => ({
  at,
  kind: 'release',
  what: categoryInWords(category),
  to: { words: wordsIn(recipients, recipientKind), id: recipientId },
  why: purposeInWords(purpose),
  clause: clauseId,
  basis: wordsIn(bases, proofKind),
});

const lookInWords = ({ at, fields, purpose, clauseId }: LookRow): Deed => ({
  at,
  kind: 'look',
  what: fields.map(categoryInWords).join(', '),
  to: { words: recipients.staff, id: undefined },
  why: purposeInWords(purpose),
  clause: clauseId,
  basis: bases['look' satisfies Basis],
});

const categoryInWords = (category: string): string => wordsIn<Category>(categories, category);

/** A row outlives the catalogue that it was written by: a code that has no words any more is shown as it is. */
const wordsIn = <Code extends string>(words: Record<Code, string>, code: string): string =>
  Object.hasOwn(words, code) ? words[code as Code] : code;
