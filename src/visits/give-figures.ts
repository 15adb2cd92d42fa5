import { Refusal, wrongField } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { combinationOf } from '../policy/catalogue.ts';
import { livePolicy } from '../policy/policy.ts';
import { type Day, dayOf } from './rules.ts';
import { type FigureRow, figuresForOthers, handoutById, insertHandout, publishedDays } from './store.ts';

type GiveParts = Pick<Parts, 'db' | 'clock'>;
export type Giving = { recipient: string; reason: string; from: Day; to: Day };

/**
 * Writes down that published figures go to somebody, and which (PP-10.2). The file is read with {@link figuresGiven}. Refuses
 * days that are not published, and a policy that does not allow it.
 */
export async function giveFigures(parts: GiveParts, giving: Giving, givenBy: PersonId): Promise<void> {
  const { allowed } = await livePolicy(parts);
  if (!allowed.has(combinationOf('publish-figures', 'visit_aggregate'))) throw new Refusal('not-in-policy');

  await parts.db.transaction(async (tx) => {
    const published = await publishedDays(tx);
    if (published === undefined)
      throw new Refusal('wrong-state', { sentence: 'No figures are published yet, so there is nothing to give.' });
    if (giving.to > published.last)
      throw wrongField('to', `Figures are published up to ${published.last}. Choose that day or an earlier one.`);

    const rows = (await figuresForOthers(tx, giving)).length;
    if (rows === 0) throw wrongField('from', 'Nothing was published of these days.');
    await insertHandout(tx, { ...giving, rows, givenBy, at: parts.clock() });
  });
}

/** What was given in one hand-out: the same rows each time, because what is published never changes. Nothing for a number that is none. */
export async function figuresGiven({ db }: GiveParts, id: bigint): Promise<FigureRow[] | undefined> {
  return db.transaction(async (tx) => {
    const handout = await handoutById(tx, id);
    return handout === null
      ? undefined
      : figuresForOthers(tx, { from: dayOf(handout.fromDay), to: dayOf(handout.toDay) });
  });
}
