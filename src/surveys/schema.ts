import { z } from 'zod';
import { line, maybeLine, paragraphs, searchWords } from '../platform/fields.ts';
import type { SurveyCode, WebinarCode } from '../platform/ids.ts';
import { hasOptions, LONGEST_LINE, MOST_OPTIONS, questionTypeNames } from './questions.ts';
import { isDrawn, LONGEST_KEPT_DAYS, MOST_WINNERS, SHORTEST_KEPT_DAYS, surveyKinds } from './rules.ts';

const KEEP = `Enter a number of days from ${SHORTEST_KEPT_DAYS} to ${LONGEST_KEPT_DAYS}.`;
const WINNERS = `Enter how many win, from 1 to ${MOST_WINNERS}.`;

const wholeNumber = (words: string, max: number) =>
  z
    .string({ error: words })
    .trim()
    .regex(/^\d{1,4}$/, words)
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, words);

/** What whoever asks says before anything is asked. */
export const DetailsForm = z
  .strictObject({
    kind: z.enum(surveyKinds, { error: 'Choose what it is.' }),
    title: line('Give it a title.', 150).min(3, 'Use at least 3 characters for the title.'),
    intro: paragraphs(5000),
    purpose: line('Say what the answers are for.', 500),
    date: z
      .string({ error: 'Choose a day.' })
      .min(1, 'Choose a day.')
      .pipe(z.iso.date('Choose a day that exists, like 2026-11-30.')),
    time: z
      .string({ error: 'Enter a time.' })
      .min(1, 'Enter a time.')
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time from 00:00 to 23:59.'),
    keepDays: wholeNumber(KEEP, LONGEST_KEPT_DAYS),
    winners: wholeNumber(WINNERS, MOST_WINNERS).optional(),
    terms: paragraphs(5000).optional(),
  })
  .refine(({ kind, winners }) => !isDrawn(kind) || winners !== undefined, { path: ['winners'], error: WINNERS })
  .refine(({ kind, terms }) => !isDrawn(kind) || Boolean(terms), {
    path: ['terms'],
    error: 'Say who may take part, what there is to win and how it is handed over.',
  });
export type DetailsForm = z.output<typeof DetailsForm>;

const options = paragraphs(MOST_OPTIONS * (LONGEST_LINE + 2))
  .transform((text) => [
    ...new Set(
      text
        .split(/\r?\n/)
        .map((each) => each.trim())
        .filter((each) => each !== ''),
    ),
  ])
  .refine((all) => all.every((each) => each.length <= LONGEST_LINE), `Keep each answer to ${LONGEST_LINE} characters.`);

/** One question as it is built. */
export const QuestionForm = z
  .strictObject({
    type: z.enum(questionTypeNames, { error: 'Choose how it is answered.' }),
    label: line('Write the question.', LONGEST_LINE),
    help: maybeLine(300),
    options,
    required: z.literal('yes').optional(),
  })
  .refine(({ type, options: { length } }) => !hasOptions(type) || (length >= 2 && length <= MOST_OPTIONS), {
    path: ['options'],
    error: `Write from 2 to ${MOST_OPTIONS} answers, one a line.`,
  })
  .transform(({ required, options: all, ...rest }) => ({
    ...rest,
    required: required === 'yes',
    options: hasOptions(rest.type) ? all : [],
  }));
export type QuestionForm = z.output<typeof QuestionForm>;

export const PlaceForm = z.strictObject({ act: z.enum(['up', 'down', 'remove']) });

const handle = z.string().regex(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
const code = handle.transform((each) => each as SurveyCode);

/** The place of a survey in an address. Anything else is none. */
export const SurveyPlace = z.strictObject({ code });
/** The webinar at which its host asks. */
export const WebinarPlace = z.strictObject({ code: handle.transform((each) => each as WebinarCode) });
export const QuestionPlace = z.strictObject({ code, question: z.string().regex(/^q\d{1,6}$/) });
/** The secret in the link of an entry. */
export const EntryPlace = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

/** Fields of a form that somebody built. What each may hold is known once the survey is. */
export const AnswersForm = z.record(z.string().max(40), z.string({ error: 'Answer this once.' }));

export const ListQuery = z.object({
  find: searchWords(150),
  state: z.enum(['draft', 'open', 'ended', 'cleared', '']).catch(''),
  kind: z.enum([...surveyKinds, '']).catch(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type ListQuery = z.output<typeof ListQuery>;

/** What has just been done. Words we do not know are ignored. */
export const DoneQuery = z.object({
  done: z.enum(['entered', 'changed', 'published', 'closed', 'drawn', 'kept']).optional().catch(undefined),
});
