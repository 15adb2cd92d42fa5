import type { Parts } from '../platform/parts.ts';
import { stateOf } from './rules.ts';
import { deleteEntries, lockedSurvey, overdue, updateSurvey } from './store.ts';

type ClearParts = Pick<Parts, 'db' | 'clock' | 'log'>;

/**
 * Deletes the answers and addresses of every survey whose term is over (PP-03.5). How many answered stays, and so do the
 * numbers of its draw. Running twice does nothing more.
 */
export async function clearAnswers(parts: ClearParts): Promise<void> {
  const ids = await overdue(parts.db, parts.clock());
  for (const id of ids) await clearOne(parts, id);
  parts.log.info('surveys.answers-cleared', { surveys: ids.length });
}

const clearOne = ({ db, clock }: ClearParts, id: string): Promise<void> =>
  db.transaction(async (tx) => {
    const at = clock();
    const survey = await lockedSurvey(tx, id);
    if (survey === undefined || stateOf(survey, at) !== 'ended') return;
    await updateSurvey(tx, id, { answered: await deleteEntries(tx, id), clearedAt: at, changedAt: at });
  });
