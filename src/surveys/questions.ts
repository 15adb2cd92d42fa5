import { z } from 'zod';
import { type Problems, Refusal } from '../platform/errors.ts';
import { line, maybeLine, paragraphs } from '../platform/fields.ts';
import { day } from '../platform/times.ts';

/** How somebody answers, with the words for whoever builds a form. */
export const questionTypes = {
  line: 'One line of text',
  lines: 'Several lines of text',
  one: 'One of several answers',
  any: 'Any of several answers',
  scale: 'A scale from 1 to 5',
  yesno: 'Yes or no',
  date: 'A day',
} as const;
export type QuestionType = keyof typeof questionTypes;
export const questionTypeNames = Object.keys(questionTypes) as QuestionType[];

/** One question. `options` are the answers there are to choose from; other types have none. */
export type Question = {
  /** Unique in its survey, and the name of its field: `q3`. */
  id: string;
  type: QuestionType;
  label: string;
  help: string;
  required: boolean;
  options: string[];
};

export const MOST_QUESTIONS = 20;
export const MOST_OPTIONS = 12;
/** What a browser may send in one form. A question with boxes sends one field for each. */
export const MOST_FIELDS = 80;
export const LONGEST_LINE = 200;
export const LONGEST_LINES = 2000;
/** As many characters as the table takes for all answers of one person together. */
const LONGEST_ANSWERS = 40_000;

export const hasOptions = (type: QuestionType): boolean => type === 'one' || type === 'any';

export const scale = ['1', '2', '3', '4', '5'] as const;

/** What somebody answered, by question. Whatever was left empty is not in it. */
export type Answers = Record<string, string | string[]>;

const Stored = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Answers as the table holds them. */
export const parseAnswers = (json: string): Answers => Stored.parse(JSON.parse(json));

/** The name of a box: `q3-2` is the second answer of the third question. */
const boxName = ({ id }: Question, index: number): string => `${id}-${index + 1}`;

export const fieldsIn = (questions: readonly Question[]): number =>
  questions.reduce((sum, { type, options }) => sum + (type === 'any' ? options.length : 1), 0);

/**
 * What was typed into a form with these questions, as answers in JSON. Refuses with a sentence beside each field that needs
 * one, and a form that brings what was not asked for.
 */
export function answersIn(questions: readonly Question[], form: Readonly<Record<string, string>>): string {
  const known = new Set(questions.flatMap((each) => namesOf(each)));
  const strange = Object.keys(form).find((name) => !known.has(name));
  if (strange !== undefined)
    throw new Refusal('invalid', { problems: { '': `This form sent something that we do not ask for: ${strange}.` } });

  const problems: Problems = {};
  const answers: Answers = {};
  for (const question of questions) {
    const { problem, answer } = question.type === 'any' ? ticked(question, form) : given(question, form);
    if (problem !== undefined) problems[question.id] = problem;
    else if (answer !== undefined && answer.length > 0) answers[question.id] = answer;
  }
  const json = JSON.stringify(answers);
  if (json.length > LONGEST_ANSWERS) problems[''] = 'Together that is more than we can keep. Write a little less.';
  if (Object.keys(problems).length > 0) throw new Refusal('invalid', { problems });
  return json;
}

const namesOf = (question: Question): string[] =>
  question.type === 'any' ? question.options.map((_, index) => boxName(question, index)) : [question.id];

type Given = { problem?: string; answer?: string | string[] };

function given(question: Question, form: Readonly<Record<string, string>>): Given {
  const parsed = fieldOf(question).safeParse(form[question.id] ?? '');
  return parsed.success ? { answer: parsed.data } : { problem: parsed.error.issues[0]?.message ?? MISSING.line };
}

function ticked(question: Question, form: Readonly<Record<string, string>>): Given {
  const answer = question.options.filter((_, index) => form[boxName(question, index)] === 'yes');
  return question.required && answer.length === 0 ? { problem: MISSING.any } : { answer };
}

const MISSING: Record<QuestionType, string> = {
  line: 'This needs an answer.',
  lines: 'This needs an answer.',
  one: 'Choose one.',
  any: 'Tick at least one.',
  scale: 'Choose a number from 1 to 5.',
  yesno: 'Choose yes or no.',
  date: 'Choose a day.',
};

function fieldOf({ type, required, options }: Question): z.ZodType<string> {
  const missing = MISSING[type];
  const listed = (values: readonly string[]) =>
    z.string().refine((value) => values.includes(value) || (value === '' && !required), missing);

  if (type === 'line') return required ? line(missing, LONGEST_LINE) : maybeLine(LONGEST_LINE);
  else if (type === 'lines') return paragraphs(LONGEST_LINES).refine((text) => text !== '' || !required, missing);
  else if (type === 'one') return listed(options);
  else if (type === 'scale') return listed(scale);
  else if (type === 'yesno') return listed(['yes', 'no']);
  const day = z.iso.date(missing);
  return required ? day : z.union([day, z.literal('')], { error: missing });
}

/** Answers as the fields of their form hold them, to show the form filled in. */
export const asEntered = (questions: readonly Question[], answers: Answers): Record<string, string> =>
  Object.fromEntries(
    questions.flatMap((question) => {
      const answer = answers[question.id];
      if (answer === undefined) return [];
      else if (typeof answer === 'string') return [[question.id, answer]];
      else
        return question.options.flatMap((option, index) =>
          answer.includes(option) ? [[boxName(question, index), 'yes']] : [],
        );
    }),
  );

/** One answer in words, as it is read and exported. Nothing for one that was left empty. */
export function inWords({ id, type }: Question, answers: Answers): string | undefined {
  const answer = answers[id];
  if (answer === undefined) return undefined;
  else if (type === 'yesno') return answer === 'yes' ? 'Yes' : 'No';
  else return typeof answer === 'string' ? answer : answer.join('; ');
}

/** The same for reading: a day with the name of its month. A table keeps 2026-12-05, which programs can sort. */
export function asRead(question: Question, answers: Answers): string | undefined {
  const words = inWords(question, answers);
  return words !== undefined && question.type === 'date' ? day(new Date(words)) : words;
}

/** A question as its form shows it: choices with the names of their boxes. */
export const asField = (question: Question) => ({
  ...question,
  is: { [question.type]: true },
  optional: !question.required,
  longest: question.type === 'lines' ? LONGEST_LINES : LONGEST_LINE,
  choices: choicesOf(question).map((choice, index) => ({
    ...choice,
    id: boxName(question, index),
    name: question.type === 'any' ? boxName(question, index) : question.id,
  })),
});

/** What can be chosen, with what the form sends for it. */
export function choicesOf({ type, options }: Pick<Question, 'type' | 'options'>): { value: string; label: string }[] {
  if (type === 'yesno')
    return [
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No' },
    ];
  else if (type === 'scale') return scale.map((value) => ({ value, label: value }));
  else if (type === 'any') return options.map((label) => ({ value: 'yes', label }));
  else return hasOptions(type) ? options.map((label) => ({ value: label, label })) : [];
}
