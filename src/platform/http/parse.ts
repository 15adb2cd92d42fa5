import type { ZodError, ZodType } from 'zod';
import { z } from 'zod';
import type { Problems } from '../errors.ts';
import type { Entered } from './route.ts';

export type Parsed = { ok: true; value: unknown } | { ok: false; problems: Problems };

/** What a route without a schema takes: nothing. */
const Nothing = z.strictObject({});

/** Reads a form, a query or the parts of a path through its schema. Nothing gets past that the schema does not name. */
export function parse(schema: ZodType | undefined, raw: unknown): Parsed {
  // Parsers of forms make objects without a prototype, which Zod does not take for objects of its own kind.
  const result = (schema ?? Nothing).safeParse({ ...(raw as object | undefined) });
  return result.success ? { ok: true, value: result.data } : { ok: false, problems: problemsOf(result.error) };
}

/** What was typed, to show the form again: strings only, and never a password. */
export function enteredIn(raw: unknown): Entered {
  const typed: [string, unknown][] = Object.entries({ ...(raw as object | undefined) });
  return Object.fromEntries(
    typed.filter((each): each is [string, string] => typeof each[1] === 'string' && !/password/i.test(each[0])),
  );
}

/** One sentence for each field, the first that applies. What belongs to no field stands under ''. */
function problemsOf(error: ZodError): Problems {
  const problems: Problems = {};
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') problems[''] ??= unasked(issue.keys);
    else problems[String(issue.path[0] ?? '')] ??= issue.message;
  }
  return problems;
}

const unasked = (keys: string[]) =>
  `This form sent something that we do not ask for: ${keys.slice(0, 3).join(', ').slice(0, 80)}.`;
