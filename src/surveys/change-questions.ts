import { notFound, Refusal } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import { refuseUnlessDraft } from './build-survey.ts';
import { fieldsIn, MOST_FIELDS, MOST_QUESTIONS, type Question } from './questions.ts';
import type { QuestionForm } from './schema.ts';
import { lockedSurvey, updateSurvey } from './store.ts';

type ChangeParts = Pick<Parts, 'db' | 'clock'>;

/** Puts a question at the end of a draft. */
export const addQuestion = (parts: ChangeParts, surveyId: string, form: QuestionForm): Promise<void> =>
  change(parts, surveyId, (questions) => [...questions, { ...form, id: freeId(questions) }]);

/** Changes a question where it stands. */
export const changeQuestion = (
  parts: ChangeParts,
  surveyId: string,
  { id, form }: { id: string; form: QuestionForm },
): Promise<void> =>
  change(parts, surveyId, (questions) => {
    placeOf(questions, id);
    return questions.map((each) => (each.id === id ? { ...form, id } : each));
  });

/** Moves a question one place up or down, or takes it out. At the edge moving changes nothing. */
export const placeQuestion = (
  parts: ChangeParts,
  surveyId: string,
  { id, act }: { id: string; act: 'up' | 'down' | 'remove' },
): Promise<void> =>
  change(parts, surveyId, (questions) => {
    const place = placeOf(questions, id);
    const others = questions.toSpliced(place, 1);
    if (act === 'remove') return others;
    const goal = Math.min(Math.max(place + (act === 'up' ? -1 : 1), 0), others.length);
    return others.toSpliced(goal, 0, ...questions.slice(place, place + 1));
  });

/** Drafts only. Refuses more questions, or more boxes together, than one form can send. */
async function change(
  { db, clock }: ChangeParts,
  surveyId: string,
  work: (questions: Question[]) => Question[],
): Promise<void> {
  const changedAt = clock();
  await db.transaction(async (tx) => {
    const survey = await lockedSurvey(tx, surveyId);
    refuseUnlessDraft(survey, changedAt);
    const questions = work(survey.questions);
    if (questions.length > MOST_QUESTIONS)
      throw new Refusal('invalid', { problems: { '': `${MOST_QUESTIONS} questions are the most. Remove one first.` } });
    if (fieldsIn(questions) > MOST_FIELDS)
      throw new Refusal('invalid', {
        problems: { options: 'Together the questions offer too much to tick. Offer fewer answers.' },
      });
    await updateSurvey(tx, surveyId, { questions, changedAt });
  });
}

function placeOf(questions: readonly Question[], id: string): number {
  const place = questions.findIndex((each) => each.id === id);
  if (place < 0) throw notFound();
  return place;
}

/** A number that no question of this draft has. */
function freeId(questions: readonly Question[]): string {
  const highest = questions.reduce((most, { id }) => Math.max(most, Number(id.slice(1))), 0);
  return `q${highest + 1}`;
}
