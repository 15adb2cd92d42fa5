import type { Parts } from '../platform/parts.ts';
import { changeIssue, endedIssues } from './issue-store.ts';

/** Closes the issues of which nothing waits any more. */
export async function closeIssues({ db, clock }: Pick<Parts, 'db' | 'clock'>): Promise<void> {
  for (const { id } of await endedIssues(db)) await changeIssue(db, id, { finishedAt: clock() });
}
