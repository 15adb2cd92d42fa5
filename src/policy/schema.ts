import { z } from 'zod';
import { paragraphs, searchWords } from '../platform/fields.ts';
import { combinationsOf, type RuleName, ruleNames } from './catalogue.ts';
import { clauses } from './clauses.ts';
import { houseRules } from './house-rules.ts';
import type { Edition } from './policy.ts';

const LONGEST_SENTENCE = 1200;
const WHICH_DAY = 'Choose a day that exists, like 2026-11-30, or leave day and time empty.';
const WHICH_TIME = 'Enter a time from 00:00 to 23:59, or leave day and time empty.';

/** A sentence stands in one paragraph, however it was broken while typing. */
const sentence = paragraphs(LONGEST_SENTENCE)
  .transform((text) => text.replaceAll(/\s+/g, ' '))
  .refine((text) => text !== '', 'Write a sentence. To take one away, the software has to lose it first.');

/** Under which name the box of a rule is sent. */
export const boxOf = (name: RuleName): string => `rule-${name}`;

const ACTS = ['preview', 'edit', 'publish', 'propose'] as const;

type Field = z.ZodType<string | undefined>;
const fields: Record<string, Field> = {
  base: z.string().regex(/^\d{1,9}$/),
  act: z.enum(ACTS),
  date: z.union([z.literal(''), z.iso.date(WHICH_DAY)], WHICH_DAY),
  time: z.string({ error: WHICH_TIME }).regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/, WHICH_TIME),
  ...Object.fromEntries([...clauses, ...houseRules].map(({ id }): [string, Field] => [id, sentence])),
  ...Object.fromEntries(ruleNames.map((name): [string, Field] => [boxOf(name), z.literal('yes').optional()])),
};

/**
 * What an admin fills in to write an edition: every sentence, the rules that are in use, and from when on. `startsAt` is
 * none for at once. `entered` is what was typed, to show it again.
 */
export const EditionForm = z
  .strictObject(fields)
  .refine(({ date, time }) => (date === '') === (time === ''), {
    path: ['time'],
    error: 'Fill in both day and time, or leave both empty for at once.',
  })
  .transform(({ date = '', time = '', ...form }) => ({
    act: ACTS.find((act) => act === form.act) ?? 'preview',
    base: Number(form.base),
    startsAt: date === '' ? undefined : new Date(`${date}T${time}Z`),
    edition: editionFrom(form),
    entered: Object.fromEntries(Object.entries({ ...form, date, time }).map(([name, value]) => [name, value ?? ''])),
  }));
export type EditionForm = z.output<typeof EditionForm>;

/** Numbers, kinds and headings come from the software; only the words are the admin's. */
const editionFrom = (form: Record<string, string | undefined>): Edition => ({
  clauses: clauses.map((clause) => ({ ...clause, sentence: form[clause.id] ?? clause.sentence })),
  houseRules: houseRules.map((rule) => ({ ...rule, sentence: form[rule.id] ?? rule.sentence })),
  allowed: combinationsOf(ruleNames.filter((name) => form[boxOf(name)] === 'yes')),
});

const kinds = ['live', 'coming', 'past', 'widening'] as const;

/** Which versions are shown: those that say these words, and those of one kind. */
export const PolicyQuery = z.object({
  after: z.enum(['published', 'proposed']).optional().catch(undefined),
  find: searchWords(120),
  kind: z.enum(kinds).optional().catch(undefined),
});
export type PolicyQuery = z.infer<typeof PolicyQuery>;

export const ProposalPlace = z.strictObject({
  proposalId: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .transform(BigInt),
});
