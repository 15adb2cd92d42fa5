import { personWith } from '../accounts/find-person.ts';
import { type WritingParts, writeLetter } from '../letters/write-letter.ts';
import type { MailCause } from '../platform/http/mail-cause.ts';
import { newId, type PersonId } from '../platform/ids.ts';
import { draftOf } from './compose-issue.ts';
import type { Issue } from './issue-store.ts';

/** Sends an issue as it is now to whoever asks for it, and to nobody else. */
export async function testIssue(parts: WritingParts, issue: Issue, by: PersonId, cause: MailCause): Promise<void> {
  await parts.db.transaction(async (tx) => {
    const { email } = await personWith(tx, by);
    const draft = draftOf({ ...issue, title: `Test: ${issue.title}` }, parts.config);
    const key = `issue-test:${issue.id}:${newId()}`;
    await writeLetter(parts, tx, { ...draft, class: 'requested', key, to: email, cause, assured: 'own' });
  });
}
