import type { Queries } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import { type Audience, audiences, type Consenting } from './consenting.ts';
import { queueForMany } from './queue-letters.ts';

/** Whether the letters of an issue wait for somebody's decision is read off the issue at each hand-over. */
type Issued = { issueId: string; letterId: string };

/**
 * Puts an issue into the outbox for at most 500 people who want it, in the caller's transaction. Nobody gets it twice, however
 * often this is called. Returns how many were new.
 */
export async function queueIssue<To extends Audience>(
  parts: Pick<Parts, 'clock' | 'config' | 'secrets'>,
  tx: Queries,
  { issueId, letterId }: Issued,
  consenting: readonly Consenting<To>[],
): Promise<number> {
  if (consenting.length === 0) return 0;
  return queueForMany(
    parts,
    tx,
    letterId,
    consenting.map(({ audience, mailbox, addressHash }) => ({
      ...{ key: `issue:${issueId}:${addressHash}`, to: mailbox, issueId },
      ...{ stream: audiences[audience].stream, class: audiences[audience].class },
    })),
  );
}
