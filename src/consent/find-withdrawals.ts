import type { Tx } from '../platform/db.ts';
import type { Subject } from '../platform/personal.ts';
import type { OptInName } from '../policy/catalogue.ts';
import { latestDecisions, latestDecisionsLike, withdrawalsSince } from './store.ts';

export type Withdrawal = { subject: Subject; recipientId: string };

/** Who has taken an opt-in back from one of these recipients since then, wherever they did it, and not granted it again. */
export async function findWithdrawals(
  tx: Tx,
  { optIn, recipientIds, since }: { optIn: OptInName; recipientIds: string[]; since: Date },
): Promise<Withdrawal[]> {
  const events = await withdrawalsSince(tx, { purpose: optIn, recipientIds, since });
  if (events.length === 0) return [];

  const latest = await latestDecisionsLike(tx, events);
  return events.filter(({ id }) => latest.has(id));
}

/** Those of these people who had opted in for this recipient and took it back, with the moment (PP-09.2). */
export async function findWithdrawn(
  tx: Tx,
  { optIn, subjects, recipientId }: { optIn: OptInName; subjects: Subject[]; recipientId: string },
): Promise<ReadonlyMap<Subject, Date>> {
  const decisions = await latestDecisions(tx, { subjects, purpose: optIn, recipientId });
  return new Map(decisions.filter(({ act }) => act === 'withdraw').map(({ subject, at }) => [subject, at]));
}
