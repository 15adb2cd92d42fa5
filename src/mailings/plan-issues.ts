import { whoConsents } from '../letters/consenting.ts';
import { queueIssue } from '../letters/queue-issue.ts';
import type { Queries } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import { type DueIssue, dueIssues, letterToPlan, setAudience } from './issue-store.ts';
import { audienceOf } from './rules.ts';
import { walkAudience } from './walk-audience.ts';

/** The pool of the server, or a session of the postman. */
type PlanDb = Queries & { transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T> };
type PlanParts = { db: PlanDb } & Pick<Parts, 'clock' | 'config' | 'log' | 'secrets'>;

/** Whether an issue's time has come, and it is not wholly in the outbox. */
export const isIssueDue = async ({ db, clock }: { db: Queries } & Pick<Parts, 'clock'>): Promise<boolean> =>
  (await dueIssues(db, clock())).length > 0;

/**
 * Puts every issue whose time has come into the outbox, and says so piece by piece. Whoever is in the middle of it when the
 * process ends is begun again: nobody gets a letter twice, because its key is there already.
 */
export async function planIssues(parts: PlanParts, planned: () => void): Promise<void> {
  for (const issue of await dueIssues(parts.db, parts.clock())) await plan(parts, issue, planned);
}

async function plan(parts: PlanParts, issue: DueIssue, planned: () => void): Promise<void> {
  const { db, log } = parts;
  const audience = audienceOf(issue.stream);
  for await (const mailboxes of walkAudience(db, audience)) {
    const goesOn = await db.transaction(async (tx) => {
      const letterId = await letterToPlan(tx, issue.id);
      if (letterId === undefined) return false;

      const { consenting } = await whoConsents(parts, tx, { audience, issueId: issue.id, mailboxes });
      await queueIssue(parts, tx, { issueId: issue.id, letterId }, consenting);
      return true;
    });
    if (!goesOn) return;
    planned();
  }
  const size = await setAudience(db, issue.id);
  log.info('issue.planned', { issue: issue.id, audience: size });
}
