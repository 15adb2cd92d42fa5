import type { Tx } from '../platform/db.ts';
import type { Subject } from '../platform/personal.ts';

export type NewRelease = {
  at: Date;
  rule: string;
  clauseId: string;
  policyVersionId: number;
  subject: Subject;
  category: string;
  purpose: string;
  recipientKind: string;
  recipientId: string;
  proofKind: string;
  proofRef: string;
  visibleAfter: Date;
};

/** Their numbers, in the order in which they were given. */
export async function insertReleases(tx: Tx, releases: NewRelease[]): Promise<bigint[]> {
  const rows = await tx.release.createManyAndReturn({ data: releases, select: { id: true } });
  return rows.map(({ id }) => id);
}

export type NewLook = {
  at: Date;
  actor: string;
  subject: Subject;
  clauseId: string;
  purpose: string;
  view: string;
  fields: string[];
  ticketId: string | null;
};

export async function insertLooks(tx: Tx, looks: NewLook[]): Promise<void> {
  await tx.accessLog.createMany({ data: looks });
}

export type ReleaseRow = Pick<
  NewRelease,
  'at' | 'category' | 'recipientKind' | 'recipientId' | 'purpose' | 'clauseId' | 'proofKind'
>;

/** The latest releases about somebody that they may be told of by then. */
export async function releasesOf(
  db: Tx,
  { subject, visibleAt, take }: { subject: Subject; visibleAt: Date; take: number },
): Promise<ReleaseRow[]> {
  return db.release.findMany({ where: { subject, visibleAfter: { lte: visibleAt } }, orderBy: LATEST, take });
}

export type LookRow = Pick<NewLook, 'at' | 'fields' | 'purpose' | 'clauseId'>;

/** The latest looks at somebody. Who looked stays with us: that is about another person. */
export async function looksAt(db: Tx, { subject, take }: { subject: Subject; take: number }): Promise<LookRow[]> {
  const select = { at: true, fields: true, purpose: true, clauseId: true };
  return db.accessLog.findMany({ where: { subject }, select, orderBy: LATEST, take });
}

const LATEST = [{ at: 'desc' as const }, { id: 'desc' as const }];

/** The processor that is reached there and live now; of several, the one whose agreement lasts longest. */
export async function processorAt(tx: Tx, host: string, now: Date) {
  const row = await tx.processor.findFirst({
    where: {
      hosts: { has: host },
      signedAt: { lte: now },
      validUntil: { gt: now },
      end: { is: null },
      OR: [{ addedBy: 'operator' }, { approval: { isNot: null } }],
    },
    orderBy: { validUntil: 'desc' },
  });
  return row ?? undefined;
}
