import { setTimeout as wait } from 'node:timers/promises';
import { whoConsents } from '../letters/consenting.ts';
import { queueIssue } from '../letters/queue-issue.ts';
import type { Parts } from '../platform/parts.ts';
import { changeIssue, countLetters, dueIssues, endedIssues, type Issue, issueWith } from './issue-store.ts';
import { audienceOf } from './rules.ts';
import { walkAudience } from './walk-audience.ts';

type PlanParts = Pick<Parts, 'clock' | 'config' | 'db' | 'jobs' | 'log' | 'secrets'>;

/**
 * Puts every issue whose time has come into the outbox, and closes those of which nothing waits any more. Whoever is in the
 * middle of it when the process ends is begun again: nobody gets a letter twice, because its key is there already.
 */
export async function planIssues(parts: PlanParts): Promise<void> {
  for (const issue of await dueIssues(parts.db, parts.clock())) await plan(parts, issue);
  for (const { id } of await endedIssues(parts.db)) await changeIssue(parts.db, id, { finishedAt: parts.clock() });
}

async function plan(parts: PlanParts, issue: Issue): Promise<void> {
  const { db, jobs, log } = parts;
  const audience = audienceOf(issue.stream);
  for await (const mailboxes of walkAudience(db, audience)) {
    const begun = performance.now();
    const goesOn = await db.transaction(async (tx) => {
      const { letterId, pausedAt, cancelledAt } = (await issueWith(tx, issue.id)) ?? {};
      if (letterId === null || letterId === undefined || pausedAt !== null || cancelledAt !== null) return false;

      const { consenting } = await whoConsents(parts, tx, { audience, issueId: issue.id, mailboxes });
      await queueIssue(parts, tx, { issueId: issue.id, letterId }, consenting);
      await jobs.queue(tx, 'letters.deliver', {});
      return true;
    });
    if (!goesOn) return;
    // Half of the time belongs to whoever waits for a page; letters leave more slowly than this anyway.
    await wait(performance.now() - begun);
  }
  const size = await countLetters(db, issue.id);
  await changeIssue(db, issue.id, { audience: size });
  log.info('issue.planned', { issue: issue.id, audience: size });
}
