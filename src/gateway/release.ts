import { areStanding, findAgreedToWidening, type OptIn } from '../consent/opt-in.ts';
import type { Queries, Tx } from '../platform/db.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { Personal, Released } from '../platform/personal.ts';
import {
  type CategoryOf,
  combinationOf,
  type RecipientOf,
  type RuleFor,
  type RuleName,
  type RuleOn,
  rules,
} from '../policy/catalogue.ts';
import { livePolicy, type Policy, policyVersion } from '../policy/policy.ts';
import { type Answered, countNotAnswered, insertLooks, insertReleases } from './store.ts';
import { flawIn, type OutwardRule, type ProofOf } from './verify-proof.ts';

export type { OutwardRule } from './verify-proof.ts';

type GatewayParts = { db: Queries } & Pick<Parts, 'clock'>;

/** With the number of its row. */
export type Written<To extends string, Value = string> = Released<To, Value> & { readonly releaseId: bigint };

export type Opening<Name extends OutwardRule, Value = string> = {
  value: Personal<CategoryOf<Name>, Value>;
  /** Which one of the kind: the id of the host, of the webinar, of the processor. */
  to: string;
  proof: ProofOf<Name>;
};

/**
 * Opens a value for somebody other than the person, and writes the release in the caller's transaction: if the row is
 * undone, so is whatever else that transaction did. Refuses with `not-in-policy` where the live policy does not allow the
 * combination, or where the value was collected under a version that did not and the person has not agreed since. Throws
 * where the proof is about somebody or something else (PP-05.1, PP-09.1, PP-12.2).
 */
export async function release<Name extends OutwardRule, Value>(
  parts: GatewayParts,
  tx: Queries,
  rule: Name,
  opening: Opening<Name, Value>,
): Promise<Written<RecipientOf<Name>, Value>> {
  const [released] = await releaseAll(parts, tx, rule, [opening]);
  if (released === undefined) throw new Error('One value was to be released, and none was.');
  return released;
}

/** The same for many at once: all of them, or none. */
export async function releaseAll<Name extends OutwardRule, Value>(
  parts: GatewayParts,
  tx: Queries,
  rule: Name,
  openings: readonly Opening<Name, Value>[],
): Promise<Written<RecipientOf<Name>, Value>[]> {
  if (openings.length === 0) return [];

  const at = parts.clock();
  const policy = await livePolicy(parts);
  await mustBeAllowed(
    parts,
    tx,
    policy,
    rule,
    openings.map(({ value }) => value),
  );
  for (const { value, to, proof } of openings) {
    const flaw = flawIn({ rule, value, to, at }, proof);
    if (flaw !== undefined) throw refused(rule, flaw);
  }
  await mustStillStand(
    tx,
    rule,
    openings.flatMap(({ proof }) => ('optIn' in proof ? [proof.optIn] : [])),
  );
  await mustBeAnswered(
    tx,
    rule,
    openings.flatMap(({ value, proof }) => ('survey' in proof ? [{ ...proof.survey, subject: value.about }] : [])),
  );

  const { clause, purpose, recipient, basis } = rules[rule];
  const ids = await insertReleases(
    tx,
    openings.map(({ value, to, proof }) => ({
      at,
      rule,
      clauseId: clause,
      policyVersionId: policy.version,
      subject: value.about,
      category: value.category,
      purpose,
      recipientKind: recipient,
      recipientId: to,
      proofKind: basis,
      proofRef: refOf(proof),
      visibleAfter: at,
    })),
  );
  return openings.map(
    ({ value, to }, place) => open(recipient, value, to, ids[place]) as Written<typeof recipient, Value>,
  );
}

/**
 * Opens a value once more for a recipient to whom it was released for a lasting service: the name of a host on the page of
 * the webinar. The row of that release is the proof.
 */
export function releasedBefore<Name extends RuleOn<'service'> & OutwardRule, Value>(
  rule: Name,
  value: Personal<CategoryOf<Name>, Value>,
  { to, releaseId }: { to: string; releaseId: bigint },
): Released<RecipientOf<Name>, Value> {
  mustBeInRule(rule, value);
  return open(rules[rule].recipient, value, to, releaseId);
}

/** A person's own value, for their own eyes (PP-12.3). Throws for anybody else. Leaves no row. */
export function showOwn<Value>(
  value: Personal<CategoryOf<'show-own'>, Value>,
  viewer: string,
): Released<'self', Value> {
  mustBeInRule('show-own', value);
  if (value.about !== viewer) throw refused('show-own', 'it is about somebody else');
  return open('self', value, viewer);
}

/** Opens a value that stays in our own programs: the address of a letter that goes to the inbox of this machine. */
export function keepHere<Name extends RuleFor<'us'>, Value>(
  rule: Name,
  value: Personal<CategoryOf<Name>, Value>,
): Released<'us', Value> {
  mustBeInRule(rule, value);
  return open('us', value, 'us');
}

/**
 * Computes something from a value inside our own programs. What `work` returns must not hold the value itself: a count, a
 * hash, a yes or a no.
 */
export function compute<Name extends RuleFor<'us'>, Value, Result>(
  rule: Name,
  value: Personal<CategoryOf<Name>, Value>,
  work: (value: Value) => Result,
): Result {
  mustBeInRule(rule, value);
  return work(Personal.unseal(value));
}

export type Look = {
  /** The member of staff, who may never be named by a request. */
  by: PersonId;
  /** The page on which they see it. */
  view: string;
  ticketId?: string;
};

/**
 * Opens values for a member of staff and writes the look down, in the caller's transaction. The person sees it on
 * My Profile (PP-03.3). One row for each person looked at, with everything that was seen.
 */
export async function look<const Values extends readonly Personal<CategoryOf<'help-asker'>>[]>(
  parts: GatewayParts,
  tx: Tx,
  values: Values,
  { by, view, ticketId }: Look,
): Promise<{ [Place in keyof Values]: Released<'staff'> }> {
  const at = parts.clock();
  await mustBeAllowed(parts, tx, await livePolicy(parts), 'help-asker', values);

  const { clause, purpose } = rules['help-asker'];
  const byPerson = [...Map.groupBy(values, ({ about }) => about)];
  await insertLooks(
    tx,
    byPerson
      // Whoever looks at themselves is shown their own.
      .filter(([subject]) => subject !== by)
      .map(([subject, seen]) => ({
        at,
        actor: by,
        subject,
        clauseId: clause,
        purpose,
        view,
        fields: [...new Set(seen.map(({ category }) => category))],
        ticketId: ticketId ?? null,
      })),
  );
  return values.map((value) => open('staff', value, by)) as { [Place in keyof Values]: Released<'staff'> };
}

async function mustBeAllowed(
  parts: GatewayParts,
  tx: Queries,
  policy: Policy,
  rule: RuleName,
  values: readonly Personal<string, unknown>[],
): Promise<void> {
  const known = new Map([[policy.version, policy]]);
  const asks = new Map<string, Set<string>>();

  for (const value of values) {
    mustBeInRule(rule, value);
    const combination = combinationOf(rule, value.category as CategoryOf<RuleName>);
    if (!policy.allowed.has(combination)) throw new Refusal('not-in-policy');

    const then = known.get(value.under) ?? (await policyVersion(parts, value.under));
    known.set(then.version, then);
    if (!then.allowed.has(combination)) {
      const subjects = asks.get(combination) ?? new Set();
      asks.set(combination, subjects.add(value.about));
    }
  }

  for (const [combination, subjects] of asks) {
    const agreed = await findAgreedToWidening(tx, { subjects: [...subjects], combination });
    if (!subjects.isSubsetOf(agreed)) throw new Refusal('not-in-policy', { sentence: OLDER_DATA });
  }
}

const OLDER_DATA =
  'What this needs was collected under a version of our privacy policy that did not allow it, and its owner has not agreed since.';

/** What the types say, said again where no compiler looks. */
function mustBeInRule(rule: RuleName, value: Personal<string, unknown>): void {
  if (!(value instanceof Personal)) throw refused(rule, 'it is no sealed value');
  const allowed: readonly string[] = rules[rule].categories;
  if (!allowed.includes(value.category)) throw refused(rule, `${value.category} is not in it`);
}

/** Asked again at each release, because an opt-in can be taken back while somebody holds it. */
async function mustStillStand(tx: Queries, rule: RuleName, shown: readonly OptIn[]): Promise<void> {
  if (!(await areStanding(tx, shown))) throw refused(rule, 'the opt-in was taken back');
}

/** Asked of the database, because whoever holds a survey may have made it up, or another's answer with it. */
async function mustBeAnswered(tx: Queries, rule: RuleName, shown: readonly Answered[]): Promise<void> {
  if (shown.length > 0 && (await countNotAnswered(tx, shown)) > 0)
    throw refused(rule, 'the owner of this survey has no such answer');
}

function refOf(proof: ProofOf<OutwardRule>): string {
  if ('optIn' in proof) return String(proof.optIn.eventId);
  else if ('processor' in proof) return proof.processor.id;
  else if ('order' in proof) return proof.order.id;
  else if ('survey' in proof) return proof.survey.id;
  else return proof.requested;
}

const open = <To extends string, Value>(
  recipient: To,
  value: Personal<string, Value>,
  to: string,
  releaseId?: bigint,
): Released<To, Value> => Released.make(recipient, Personal.unseal(value), { about: value.about, to, releaseId });

const refused = (rule: string, why: string) => new Error(`Release by ${rule} refused: ${why}.`);
