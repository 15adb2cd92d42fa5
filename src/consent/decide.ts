import { createHash } from 'node:crypto';
import type { Tx } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import type { Subject } from '../platform/personal.ts';
import { type OptInName, optIns, rules } from '../policy/catalogue.ts';
import { livePolicy } from '../policy/policy.ts';
import { insertAcknowledgement, insertConsentEvent, type Surface } from './store.ts';

type ConsentParts = Pick<Parts, 'clock' | 'db'>;

export type Decision = {
  subject: Subject;
  optIn: OptInName;
  /** Who would receive it: the id of the host or of the webinar. */
  recipientId: string;
  surface: Extract<Surface, 'profile' | 'webinar' | 'room' | 'policy'>;
  /** The words as the person read them, with the recipient's name in them. Only their hash is kept. */
  shown: string;
};

/** Writes down that somebody opted in, in the caller's transaction; resolves with the number of the receipt (PP-09.2). */
export const grant = (parts: ConsentParts, tx: Tx, decision: Decision): Promise<bigint> =>
  decide(parts, tx, 'grant', decision);

/** Writes down that somebody takes it back. It counts from the next release on. */
export const withdraw = (parts: ConsentParts, tx: Tx, decision: Decision): Promise<bigint> =>
  decide(parts, tx, 'withdraw', decision);

async function decide(
  parts: ConsentParts,
  tx: Tx,
  act: 'grant' | 'withdraw',
  { subject, optIn, recipientId, surface, shown }: Decision,
): Promise<bigint> {
  const { rule, fields } = optIns[optIn];
  const { version } = await livePolicy(parts);
  return insertConsentEvent(tx, {
    subject,
    purpose: optIn,
    recipientKind: rules[rule].recipient,
    recipientId,
    fields: [...fields],
    act,
    clauseId: rules[rule].clause,
    policyVersionId: version,
    acknowledgedVersionId: null,
    surface,
    shownTextSha256: sha256(shown),
    at: parts.clock(),
  });
}

type Acknowledgement = { subject: Subject; version: number; surface: 'registration' | 'continued_use'; shown: string };

/**
 * Writes down, once for each person and version, that somebody took note of it. It grants nothing (PP-01.3, PP-14.1).
 * Says whether it was new.
 */
export function acknowledge(
  { clock }: Pick<Parts, 'clock'>,
  tx: Tx,
  { subject, version, surface, shown }: Acknowledgement,
): Promise<boolean> {
  return insertAcknowledgement(tx, {
    subject,
    purpose: 'policy',
    recipientKind: 'us',
    recipientId: 'us',
    fields: [],
    act: 'acknowledge',
    clauseId: surface === 'registration' ? 'PP-01.1' : 'PP-01.3',
    policyVersionId: version,
    acknowledgedVersionId: version,
    surface,
    shownTextSha256: sha256(shown),
    at: clock(),
  });
}

/** Of the words that were shown. */
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
