import { note } from '../audit/note.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import { newId, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { composeIssue } from './compose-issue.ts';
import { changeDraft, deleteDraft, type IssueWords, insertIssue } from './issue-store.ts';

type WriteParts = Pick<Parts, 'db' | 'clock' | 'config' | 'views'>;

/** Begins an issue; it is a draft until it is scheduled. Refuses what no letter may hold. */
export async function writeIssue(parts: WriteParts, words: IssueWords, by: PersonId): Promise<string> {
  const { db, clock } = parts;
  await composeIssue(parts, words);
  const id = newId<string>();
  const at = clock();
  await db.transaction(async (tx) => {
    await insertIssue(tx, { ...words, id, writtenBy: by, at });
    await note(tx, { at, event: 'issue.written', by, facts: { issue: id } });
  });
  return id;
}

type Draft = { id: string; by: PersonId };

/** Changes a draft. Once it is scheduled its text stays as it is, and this refuses with `wrong-state`. */
export async function editIssue(parts: WriteParts, { id, by }: Draft, words: IssueWords): Promise<void> {
  const { db, clock } = parts;
  await composeIssue(parts, words);
  const at = clock();
  await db.transaction(async (tx) => {
    if (!(await changeDraft(tx, id, { ...words, changedAt: at })))
      throw new Refusal('wrong-state', { sentence: 'This issue is on its way, so its text stays as it is.' });
    await note(tx, { at, event: 'issue.edited', by, facts: { issue: id } });
  });
}

/** Throws a draft away. Refuses with `not-found` for one that was scheduled. */
export async function dropIssue({ db, clock }: Pick<Parts, 'db' | 'clock'>, { id, by }: Draft): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await deleteDraft(tx, id))) throw notFound();
    await note(tx, { at: clock(), event: 'issue.dropped', by, facts: { issue: id } });
  });
}
