import { note } from '../audit/note.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { newSeedFor, refuseUnlessDraft } from './build-survey.ts';
import { lockedSurvey, updateSurvey } from './store.ts';

/**
 * Opens a survey to everybody who has its address. From now on its questions and everything it says stay as they are. A
 * contest gets the seed of its draw here, and its page the hash of it, before anybody has entered.
 */
export async function publishSurvey(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  { id, by }: { id: string; by: PersonId },
): Promise<void> {
  const at = clock();
  await db.transaction(async (tx) => {
    const survey = await lockedSurvey(tx, id);
    refuseUnlessDraft(survey, at);
    if (survey.questions.length === 0)
      throw new Refusal('wrong-state', { sentence: 'Ask at least one question before you publish.' });
    if (survey.endsAt <= at)
      throw new Refusal('wrong-state', {
        sentence: 'Its end has passed already. Choose a later one before you publish.',
      });

    await updateSurvey(tx, id, { publishedAt: at, changedAt: at, ...newSeedFor(survey) });
    await note(tx, { event: 'survey.published', by, at, facts: { survey: id, kind: survey.kind } });
  });
}
