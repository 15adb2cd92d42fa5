import { note } from '../audit/note.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { stateOf } from './rules.ts';
import { lockedSurvey, updateSurvey } from './store.ts';

/** Ends a survey before its day. The term of its answers runs from now on, so they go earlier too. */
export async function closeSurvey(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  { id, by }: { id: string; by: PersonId },
): Promise<void> {
  const at = clock();
  await db.transaction(async (tx) => {
    const survey = await lockedSurvey(tx, id);
    if (survey === undefined || stateOf(survey, at) !== 'open')
      throw new Refusal('wrong-state', { sentence: 'This takes no answers, so there is nothing to close.' });
    await updateSurvey(tx, id, { closedAt: at, changedAt: at });
    await note(tx, { event: 'survey.closed', by, at, facts: { survey: id } });
  });
}
