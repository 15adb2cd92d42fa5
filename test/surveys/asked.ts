import { newId, type SurveyCode, type WebinarId } from '#src/platform/ids.ts';
import type { Parts } from '#src/platform/parts.ts';
import { buildSurvey } from '#src/surveys/build-survey.ts';
import { addQuestion } from '#src/surveys/change-questions.ts';
import { publishSurvey } from '#src/surveys/publish-survey.ts';
import { DetailsForm, QuestionForm } from '#src/surveys/schema.ts';
import { idOf } from '#test/support/everybody.ts';

/** What Dev types to ask about the straw. */
export const details = {
  kind: 'survey',
  title: 'Which straw do you use?',
  intro: 'We are planning a webinar on straw.',
  purpose: 'To choose what the next webinar is about',
  date: '2030-12-01',
  time: '18:00',
  keepDays: '30',
};
export const contestDetails = {
  ...details,
  kind: 'contest',
  title: 'Win a bag of spawn',
  purpose: 'To draw who gets the spawn',
  winners: '2',
  terms: 'Anybody may take part. Two bags are sent; write to us with your number.',
};

export const straw = { type: 'one', label: 'Which straw?', help: '', options: 'Wheat\nRye\nNone', required: 'yes' };
export const wish = { type: 'lines', label: 'What would you like to hear about?', help: '', options: '' };
export const when = { type: 'any', label: 'When do you have time?', help: '', options: 'Mornings\nEvenings' };

type Asked = { by?: 'dev' | 'ada'; webinarId?: string; questions?: object[]; publish?: boolean; form?: object };

/** Somebody builds a survey through the product's own verbs, and publishes it unless told otherwise. */
export async function asks(parts: Parts, asked: Asked = {}): Promise<{ id: string; code: SurveyCode }> {
  const { by = 'dev', webinarId, questions = [straw, wish, when], publish = true, form = {} } = asked;
  const ownerId = await idOf(parts, by);
  const where = { ownerId, webinarId: (webinarId ?? null) as WebinarId | null, timeZone: 'Europe/Paris' };
  const code = await buildSurvey(parts, where, DetailsForm.parse({ ...details, ...form }));
  const { id } = await parts.db.survey.findUniqueOrThrow({ where: { code } });
  for (const question of questions) await addQuestion(parts, id, QuestionForm.parse(question));
  if (publish) await publishSurvey(parts, { id, by: ownerId });
  return { id, code };
}

export const contest: { form: typeof contestDetails } = { form: contestDetails };

/** Somebody entered, without their browser: for stories that need many. */
export async function entersMany(parts: Parts, surveyId: string, howMany: number): Promise<void> {
  const at = parts.clock();
  await parts.db.survey.update({ where: { id: surveyId }, data: { entered: howMany } });
  await parts.db.surveyEntry.createMany({
    data: Array.from({ length: howMany }, (_, index) => ({
      ...{ id: newId<string>(), surveyId, number: index + 1, email: `entrant-${index + 1}@anymeeting.example` },
      ...{ answers: '{"q1":"Rye"}', policyVersionId: 1, agePassedAt: at, linkHash: newId<string>(), at },
    })),
  });
}
