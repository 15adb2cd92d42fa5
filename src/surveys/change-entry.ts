import type { Parts } from '../platform/parts.ts';
import { tooLate } from './enter-survey.ts';
import type { Found } from './find-entries.ts';
import { answersIn } from './questions.ts';
import { stateOf } from './rules.ts';
import { lockedSurvey, updateAnswers } from './store.ts';

/**
 * Changes what somebody answered, until the end. Number and link stay, and so does the policy version of the first time: what
 * was given under it gains no new use by this.
 */
export async function changeEntry(
  parts: Pick<Parts, 'db' | 'clock'>,
  { entry, survey }: Found,
  form: Readonly<Record<string, string>>,
): Promise<void> {
  const answers = answersIn(survey.questions, form);
  await parts.db.transaction(async (tx) => {
    const at = parts.clock();
    const locked = await lockedSurvey(tx, survey.id);
    if (locked === undefined || stateOf(locked, at) !== 'open') throw tooLate();
    if (!(await updateAnswers(tx, entry.id, { answers, at }))) throw tooLate();
  });
}
