import type { Parts } from '../platform/parts.ts';
import type { Subject } from '../platform/personal.ts';
import type { Combination } from '../policy/catalogue.ts';
import { livePolicy } from '../policy/policy.ts';
import { inWords } from '../policy/words.ts';
import { sha256 } from './decide.ts';
import { wideningPurpose } from './opt-in.ts';
import { type ConsentEvent, eventsOf, insertConsentEvent } from './store.ts';

type ConsentParts = Pick<Parts, 'db' | 'clock'>;

/** What stands beside the box; its hash is kept with the decision. */
export const wideningWords = (combination: Combination, version: number): string =>
  `Use what I gave you before version ${version} for this too: ${inWords(combination)}`;

/** `shown` are the words beside the box, as the person read them. */
export type WideningDecision = { subject: Subject; combination: Combination; shown: string };

/**
 * Writes down that somebody lets us use what we had collected before for what a later version newly allows; resolves with
 * the number of the receipt (PP-15.1). Without it, both versions have to allow a use.
 */
export const agreeToWidening = (parts: ConsentParts, decision: WideningDecision): Promise<bigint> =>
  decideOnWidening(parts, 'grant', decision);

/** Writes down that they take it back. It counts from the next release on. */
export const takeBackWidening = (parts: ConsentParts, decision: WideningDecision): Promise<bigint> =>
  decideOnWidening(parts, 'withdraw', decision);

async function decideOnWidening(
  parts: ConsentParts,
  act: 'grant' | 'withdraw',
  { subject, combination, shown }: WideningDecision,
): Promise<bigint> {
  const [category = '', , , , clauseId = ''] = combination.split(' ');
  const { version } = await livePolicy(parts);
  return insertConsentEvent(parts.db, {
    subject,
    purpose: wideningPurpose(combination),
    recipientKind: 'us',
    recipientId: 'us',
    fields: [category],
    act,
    clauseId,
    policyVersionId: version,
    acknowledgedVersionId: null,
    surface: 'policy',
    shownTextSha256: sha256(shown),
    at: parts.clock(),
  });
}

/** Their latest decision about each of these combinations; none for those they have not decided about. */
export async function wideningDecisions(
  { db }: Pick<Parts, 'db'>,
  subject: Subject,
  combinations: readonly Combination[],
): Promise<ReadonlyMap<Combination, Pick<ConsentEvent, 'id' | 'act' | 'at'>>> {
  const events = await eventsOf(db, subject);
  return new Map(
    combinations.flatMap((combination) => {
      const latest = events.find(({ purpose }) => purpose === wideningPurpose(combination));
      return latest === undefined ? [] : [[combination, latest] as const];
    }),
  );
}
