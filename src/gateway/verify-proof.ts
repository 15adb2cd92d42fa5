import { OptIn } from '../consent/opt-in.ts';
import type { Personal } from '../platform/personal.ts';
import { type BasisOf, optIns, type RuleFor, type RuleName, type RuleOn, rules } from '../policy/catalogue.ts';
import { ApprovedOrder, LiveProcessor } from './proofs.ts';

/** What each basis has to show. A proof that is missing or of another kind does not compile. */
export type Proofs = {
  /** The id of what was asked for: the webinar, as a rule. */
  service: { requested: string };
  agreement: { processor: LiveProcessor };
  opt_in: { optIn: OptIn };
  order: { order: ApprovedOrder };
};
export type Provable = keyof Proofs;

/** The rules by which a value may reach somebody else than the person, our programs and our staff. */
export type OutwardRule = Exclude<RuleOn<Provable>, RuleFor<'us' | 'self' | 'staff'>>;

/** A survey as it is stored: what was answered in it is for its owner and for nobody else. */
export type AskedSurvey = { id: string; ownerId: string };

/** What a rule asks to be shown. For answers it is the survey that asked for them, and no other service will do. */
export type ProofOf<Name extends RuleName> = {
  [Rule in RuleName]: Rule extends 'tell-organiser' ? { survey: AskedSurvey } : Proofs[BasisOf<Rule> & Provable];
}[Name];

/** What is to be opened, for which one of the kind, and when. */
type Case = { rule: OutwardRule; value: Personal<string, unknown>; to: string; at: Date };

/**
 * Why what was shown does not allow this release, or nothing when it does. It trusts no type: what comes here may have
 * been made anywhere.
 */
export function flawIn(asked: Case, proof: ProofOf<OutwardRule>): string | undefined {
  const shown: { readonly [Kind in 'requested' | 'survey' | 'processor' | 'optIn' | 'order']?: unknown } = proof;
  const { basis } = rules[asked.rule];

  if (asked.rule === 'tell-organiser') return flawInSurvey(asked, shown.survey);
  if (basis === 'opt_in') return flawInOptIn(asked, shown.optIn);
  else if (basis === 'agreement') return flawInAgreement(asked, shown.processor);
  else if (basis === 'order') return flawInOrder(asked, shown.order);
  else return typeof shown.requested === 'string' && shown.requested !== '' ? undefined : 'nothing was asked for';
}

/** Whether it is stored so, and was answered by this person, is asked of the database afterwards (PP-03.5). */
function flawInSurvey({ to }: Case, survey: unknown): string | undefined {
  const { ownerId } = (survey ?? {}) as Partial<AskedSurvey>;
  if (ownerId === undefined) return 'no survey is shown';
  else return ownerId === to ? undefined : 'the survey is somebody else’s';
}

/** An opt-in is good for its own rule, person, recipient and fields, and for nothing that is like it (PP-09.2). */
function flawInOptIn({ rule, value, to }: Case, optIn: unknown): string | undefined {
  if (!(optIn instanceof OptIn)) return 'no opt-in is shown';
  else if (optIns[optIn.purpose].rule !== rule) return 'they opted into something else';
  else if (optIn.subject !== value.about) return 'somebody else opted in';
  else if (optIn.recipientId !== to) return 'the opt-in names another recipient';
  else return optIn.fields.includes(value.category) ? undefined : 'the opt-in does not name this';
}

/** An agreement can run out while somebody holds the proof, so it is looked at again each time (PP-09.3). */
function flawInAgreement({ rule, value, to, at }: Case, processor: unknown): string | undefined {
  if (!(processor instanceof LiveProcessor)) return 'no agreement is shown';
  else if (processor.id !== to) return 'the agreement is with another company';
  const covers = processor.mayReceive(value.category, rules[rule].purpose, at);
  return covers ? undefined : 'no live agreement with this company covers it';
}

function flawInOrder({ value }: Case, order: unknown): string | undefined {
  if (!(order instanceof ApprovedOrder)) return 'no approved order is shown';
  else return order.covers(value.about, value.category) ? undefined : 'the order does not cover it';
}
