import type { Queries, Tx } from '../platform/db.ts';
import type { Subject } from '../platform/personal.ts';
import type { DirectiveAct, DirectiveKind } from './rules.ts';

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

/** The greatest version that somebody has taken note of, or nothing. */
export async function latestAcknowledged(tx: Tx, subject: Subject): Promise<number | undefined> {
  const { _max } = await tx.consentEvent.aggregate({ where: { subject }, _max: { acknowledgedVersionId: true } });
  return _max.acknowledgedVersionId ?? undefined;
}

/** The latest decision of each of these people about this purpose and recipient: how it stands. */
export async function latestDecisions(
  tx: Queries,
  { subjects, purpose, recipientId }: { subjects: Subject[]; purpose: string; recipientId: string },
): Promise<ConsentEvent[]> {
  return tx.$queryRaw`
    SELECT DISTINCT ON ("subject") * FROM "ConsentEvent"
    WHERE "subject" = ANY(${subjects}::uuid[]) AND "purpose" = ${purpose} AND "recipientId" = ${recipientId}
      AND "act" <> 'acknowledge'
    ORDER BY "subject", "id" DESC`;
}

/** The numbers of the latest decisions about the same things, each of one person, purpose and recipient. */
export async function latestDecisionsLike(
  tx: Queries,
  those: readonly Pick<ConsentEvent, 'subject' | 'purpose' | 'recipientId'>[],
): Promise<ReadonlySet<bigint>> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT DISTINCT ON ("subject", "purpose", "recipientId") "id" FROM "ConsentEvent"
    WHERE "subject" = ANY(${those.map(({ subject }) => subject)}::uuid[])
      AND "purpose" = ANY(${those.map(({ purpose }) => purpose)}::text[])
      AND "recipientId" = ANY(${those.map(({ recipientId }) => recipientId)}::text[]) AND "act" <> 'acknowledge'
    ORDER BY "subject", "purpose", "recipientId", "id" DESC`;
  return new Set(rows.map(({ id }) => id));
}

/** The withdrawals of this from one of these recipients since then. They may have granted it once more. */
export async function withdrawalsSince(
  tx: Tx,
  { purpose, recipientIds, since }: { purpose: string; recipientIds: string[]; since: Date },
): Promise<Pick<ConsentEvent, 'id' | 'subject' | 'purpose' | 'recipientId'>[]> {
  return tx.consentEvent.findMany({
    where: { recipientId: { in: recipientIds }, purpose, act: 'withdraw', at: { gte: since } },
    select: { id: true, subject: true, purpose: true, recipientId: true },
  });
}

/** Everything somebody decided or took note of, the latest first. */
export async function eventsOf(tx: Tx, subject: Subject): Promise<ConsentEvent[]> {
  return (await tx.consentEvent.findMany({ where: { subject }, orderBy: { id: 'desc' } })) as ConsentEvent[];
}

/** What made the row: a signal of a browser, a cookie with choices, or the person at their own switch. */
export type DirectiveSource = 'header' | 'cookie' | 'profile';

export type NewDirective = {
  subject: Subject;
  kind: DirectiveKind;
  act: DirectiveAct;
  source: DirectiveSource;
  at: Date;
};

/** Everything somebody asked us not to do, and took back, the earliest first. */
export const directiveEventsOf = (tx: Tx, subject: Subject): Promise<NewDirective[]> =>
  tx.privacyDirective.findMany({ where: { subject }, orderBy: { id: 'asc' } }) as Promise<NewDirective[]>;

export async function insertDirectives(tx: Tx, directives: NewDirective[]): Promise<void> {
  if (directives.length > 0) await tx.privacyDirective.createMany({ data: directives });
}

/** Others who write directives of this person wait until the transaction ends. */
export async function lockDirectives(tx: Tx, subject: Subject): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`directives ${subject}`}, 0))`;
}
