import { note } from '../audit/note.ts';
import { keepLetter } from '../letters/keep-letter.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { composeIssue } from './compose-issue.ts';
import { changeIssue, holdIssue, type Issue } from './issue-store.ts';
import { issueStateOf } from './rules.ts';

type ScheduleParts = Pick<Parts, 'clock' | 'config' | 'db' | 'jobs' | 'views'>;
type Act = { id: string; by: PersonId };

/** Fixes the text of an issue and lets it leave at that instant, or at once. Refuses with `wrong-state` what was scheduled before. */
export async function scheduleIssue(
  parts: ScheduleParts,
  { id, by, at }: Act & { at: Date | undefined },
): Promise<void> {
  const now = parts.clock();
  await parts.db.transaction(async (tx) => {
    const issue = await holdIssue(tx, id);
    if (issue === undefined) throw notFound();
    if (issueStateOf(issue, now) !== 'draft') throw onItsWay();

    const letterId = await keepLetter(parts, tx, await composeIssue(parts, issue));
    await changeIssue(tx, id, { letterId, scheduledAt: at ?? now });
    await note(tx, { at: now, event: 'issue.scheduled', by, facts: { issue: id } });
    await parts.jobs.queue(tx, 'mailings.plan', {});
  });
}

/** Holds the letters that have not left yet. Those that are being handed over at this moment still go. */
export const pauseIssue = (parts: ScheduleParts, act: Act): Promise<void> =>
  change(parts, act, ['scheduled', 'leaving'], 'issue.paused', (at) => ({ pausedAt: at }));

/** Lets the rest leave. */
export const resumeIssue = (parts: ScheduleParts, act: Act): Promise<void> =>
  change(parts, act, ['paused'], 'issue.resumed', () => ({ pausedAt: null }));

/** Ends an issue for good: whatever has not left never does. */
export const cancelIssue = (parts: ScheduleParts, act: Act): Promise<void> =>
  change(parts, act, ['scheduled', 'leaving', 'paused'], 'issue.cancelled', (at) => ({ cancelledAt: at }));

async function change(
  parts: ScheduleParts,
  { id, by }: Act,
  from: readonly ReturnType<typeof issueStateOf>[],
  event: string,
  to: (at: Date) => Partial<Issue>,
): Promise<void> {
  const at = parts.clock();
  await parts.db.transaction(async (tx) => {
    const issue = await holdIssue(tx, id);
    if (issue === undefined) throw notFound();
    if (!from.includes(issueStateOf(issue, at))) throw new Refusal('wrong-state');

    await changeIssue(tx, id, to(at));
    await note(tx, { at, event, by, facts: { issue: id } });
    await parts.jobs.queue(tx, 'mailings.plan', {});
    await parts.jobs.queue(tx, 'letters.deliver', {});
  });
}

const onItsWay = () => new Refusal('wrong-state', { sentence: 'This issue is on its way already.' });
