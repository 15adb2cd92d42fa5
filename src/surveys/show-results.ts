import { compute, releaseAll } from '../gateway/release.ts';
import type { Parts } from '../platform/parts.ts';
import type { Released } from '../platform/personal.ts';
import { type Answers, asRead, choicesOf, inWords, parseAnswers, type Question } from './questions.ts';
import type { Survey } from './rules.ts';
import { type Entry, entriesOf } from './store.ts';

/** What somebody answered, open for whoever asked and for nobody else. */
export type Told = { number: number; answers: Released<'organiser', Answers> };

/** One question with what was chosen, or what was written, in the order of the numbers. */
export type Result = Pick<Question, 'id' | 'label' | 'type'> & {
  answered: number;
  choices: { label: string; count: number }[];
  texts: { number: number; text: Released<'organiser', string | undefined> }[];
};

/** How many rows are written at once. */
const AT_ONCE = 500;

/**
 * Everything that was answered, for the owner of the survey, as its form said (PP-03.5). Each answer leaves a row that its
 * person can read, at every look and at every export. The caller has made sure that it is the owner who asks.
 */
export async function showResults(
  parts: Pick<Parts, 'db' | 'clock'>,
  survey: Survey,
): Promise<{ told: Told[]; results: Result[] }> {
  return parts.db.transaction(async (tx) => {
    const entries = await entriesOf(tx, survey.id);
    const told: Told[] = [];
    for (let first = 0; first < entries.length; first += AT_ONCE) {
      const some = entries.slice(first, first + AT_ONCE);
      const proof = { survey: { id: survey.id, ownerId: survey.ownerId } };
      const openings = some.map(({ answers }) => ({ value: answers, to: survey.ownerId, proof }));
      const opened = await releaseAll(parts, tx, 'tell-organiser', openings);
      told.push(...opened.map((each, place) => ({ number: some[place]?.number ?? 0, answers: each.as(parseAnswers) })));
    }
    return { told, results: resultsOf(survey.questions, entries, told) };
  });
}

function resultsOf(questions: readonly Question[], entries: readonly Entry[], told: readonly Told[]): Result[] {
  const counts = countsOf(questions, entries);
  const countOf = (id: string, label: string) => counts.get(keyOf(id, label)) ?? 0;

  return questions.map((question) => {
    const { id, label, type } = question;
    const choices = choicesOf(question).map((choice) => ({ label: choice.label, count: countOf(id, choice.label) }));
    const texts = choices.length > 0 ? [] : told.map((each) => textOf(question, each));
    return { id, label, type, answered: countOf(id, ''), choices, texts };
  });
}

const textOf = (question: Question, { number, answers }: Told) => ({
  number,
  text: answers.as((each) => asRead(question, each)),
});

/** How often each choice was made; under the empty choice, how many answered the question at all. */
function countsOf(questions: readonly Question[], entries: readonly Entry[]): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const addAll = (answers: Answers) => {
    for (const question of questions.filter(({ id }) => answers[id] !== undefined)) {
      add(keyOf(question.id, ''));
      for (const label of chosen(question, answers)) add(keyOf(question.id, label));
    }
  };
  for (const { answers } of entries) compute('run-features', answers, (json) => addAll(parseAnswers(json)));
  return counts;
}

function chosen(question: Question, answers: Answers): string[] {
  const answer = answers[question.id];
  return Array.isArray(answer) ? answer : [inWords(question, answers) ?? ''];
}

const keyOf = (id: string, label: string): string => `${id} ${label}`;

/** The same as a table to keep: a row for each number, a column for each question. */
export const resultsTable = ({ questions }: Survey, told: readonly Told[]) => [
  ['Number', ...questions.map(({ label }) => label)],
  ...told.map(({ number, answers }) => [
    number,
    ...questions.map((question) => answers.as((each) => inWords(question, each))),
  ]),
];
