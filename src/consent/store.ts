import type { Tx } from '../platform/db.ts';
import type { Subject } from '../platform/personal.ts';

export type ConsentAct = 'grant' | 'withdraw' | 'acknowledge';
/** Where the words stood. A grant is taken in the first four only; the database says so as well. */
export type Surface = 'profile' | 'webinar' | 'room' | 'policy' | 'registration' | 'continued_use';

export type NewConsentEvent = {
  subject: Subject;
  purpose: string;
  recipientKind: string;
  recipientId: string;
  fields: string[];
  act: ConsentAct;
  clauseId: string;
  policyVersionId: number;
  acknowledgedVersionId: number | null;
  surface: Surface;
  shownTextSha256: string;
  at: Date;
};

export type ConsentEvent = NewConsentEvent & { id: bigint };

export async function insertConsentEvent(tx: Tx, event: NewConsentEvent): Promise<bigint> {
  return (await tx.consentEvent.create({ data: event, select: { id: true } })).id;
}

/** Does nothing when this person has acknowledged this version already. Says whether it was new. */
export async function insertAcknowledgement(tx: Tx, event: NewConsentEvent): Promise<boolean> {
  return (await tx.consentEvent.createMany({ data: [event], skipDuplicates: true })).count === 1;
}

/** The latest decision of each of these people about this purpose and recipient: how it stands. */
export async function latestDecisions(
  tx: Tx,
  { subjects, purpose, recipientId }: { subjects: Subject[]; purpose: string; recipientId: string },
): Promise<ConsentEvent[]> {
  return (await tx.consentEvent.findMany({
    where: { subject: { in: subjects }, purpose, recipientId, act: { not: 'acknowledge' } },
    orderBy: { id: 'desc' },
    distinct: ['subject'],
  })) as ConsentEvent[];
}

/** Everything somebody decided or took note of, the latest first. */
export async function eventsOf(tx: Tx, subject: Subject): Promise<ConsentEvent[]> {
  return (await tx.consentEvent.findMany({ where: { subject }, orderBy: { id: 'desc' } })) as ConsentEvent[];
}
