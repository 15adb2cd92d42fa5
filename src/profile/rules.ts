import type { Entered } from '../platform/http/route.ts';
import type { Released } from '../platform/personal.ts';
import { type Held, type HeldForm, heldIn } from '../policy/held.ts';
import { LONGEST_ANSWER, type Question, questions } from '../policy/questions.ts';

type Input = Extract<Held, { how: 'edit' }>['input'];

/** One field of a form on My Profile, as its template shows it. */
export type Field = {
  name: string;
  label: string;
  help: string;
  is: Partial<Record<Input, true>>;
  required: boolean;
  optional: boolean;
  maxlength: number | undefined;
  autocomplete: string | undefined;
  value: string | Released<'self', unknown> | undefined;
};

/** What a person has given us, by the name of the field. */
export type Own = Record<string, Released<'self', unknown>>;

/** The fields of one form, made from the catalogue: what was just typed stands before what is kept. */
export function fieldsOf(form: HeldForm, own: Own, entered: Entered): Field[] {
  const filled = (name: string) => entered[name] ?? own[name];
  return heldIn(form).flatMap(([column, each]) => {
    if (each.input === 'answers') return answerFields(filled);
    const name = column.slice(column.indexOf('.') + 1);
    // A new address is asked for and not corrected, so the present one stands above the field.
    return [{ ...shown(each), name, value: each.input === 'email' ? entered[name] : filled(name) }];
  });
}

const shown = ({ label, for: help, input, required, longest, autocomplete }: Extract<Held, { how: 'edit' }>) => ({
  label,
  help,
  is: { [input]: true },
  required,
  optional: !required,
  maxlength: longest,
  autocomplete,
});

const answerFields = (filled: (name: string) => Field['value']): Field[] =>
  (Object.keys(questions) as Question[]).map((name) => ({
    name,
    label: questions[name].label,
    help: questions[name].for,
    is: { lines: true },
    required: false,
    optional: true,
    maxlength: LONGEST_ANSWER,
    autocomplete: 'off',
    value: filled(name),
  }));
