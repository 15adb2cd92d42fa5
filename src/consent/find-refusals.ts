import type { Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { choicesIn } from './choices-cookie.ts';
import { type DirectiveKind, type Refusals, refusalsFrom, standing } from './rules.ts';
import { directiveEventsOf } from './store.ts';

type Visitor = Pick<Visit, 'person' | 'signals' | 'cookies'>;

/**
 * What whoever visits refuses, by their browser, by their choices in it, or by a directive of their account (PP-02.6,
 * PP-07.2, PP-12.1). Directives are read anew each time, so a switch counts from the next request on.
 */
export async function refusalsOf(parts: Pick<Parts, 'db'>, visitor: Visitor): Promise<Refusals> {
  return refusalsFrom({ ...wishesIn(visitor), directives: await directivesOf(parts, visitor.person?.id) });
}

/** The same as far as this browser itself says it, for visitors without an account. */
export const refusalsHere = (visitor: Visitor): Refusals =>
  refusalsFrom({ ...wishesIn(visitor), directives: new Set() });

/** What stands of a person's directives; nothing for somebody who is not signed in. */
export async function directivesOf(
  { db }: Pick<Parts, 'db'>,
  subject: string | undefined,
): Promise<ReadonlySet<DirectiveKind>> {
  return subject === undefined ? new Set() : standing(await directiveEventsOf(db, subject));
}

const wishesIn = ({ signals, cookies }: Visitor) => ({ signals, choices: choicesIn(cookies) });
