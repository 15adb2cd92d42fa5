import { note } from '../audit/note.ts';
import { LINK } from '../letters/blanks.ts';
import { type WritingParts, writeLetter } from '../letters/write-letter.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import type { MailCause } from '../platform/http/mail-cause.ts';
import type { PersonId } from '../platform/ids.ts';
import { livePolicy } from '../policy/policy.ts';
import { mailboxOf } from './ask-question.ts';
import { letterKey } from './rules.ts';
import { holdTicket, insertMessage } from './store.ts';

type Answering = { id: string; by: PersonId; text: string; cause: MailCause };

/**
 * Writes an answer. Whoever asked and left an address gets a letter that says only that there is one, with the link of the
 * question (PP-16.1). Refuses with `wrong-state` once the question is closed.
 */
export async function answerTicket(parts: WritingParts, { id, by, text, cause }: Answering): Promise<void> {
  const { version } = await livePolicy(parts);
  const at = parts.clock();

  await parts.db.transaction(async (tx) => {
    const ticket = await holdTicket(tx, id);
    if (ticket === undefined) throw notFound();
    if (ticket.closedAt !== null) throw new Refusal('wrong-state', { sentence: CLOSED });
    const messageId = await insertMessage(tx, { ticketId: id, text, policyVersionId: version, staffId: by, at });
    await note(tx, { at, event: 'ticket.answered', by, facts: { ticket: id } });

    const to = await mailboxOf(tx, ticket);
    if (to === undefined) return;
    await writeLetter(parts, tx, {
      ...{ template: 'question-answered', title: 'Your question is answered' },
      model: { link: `${parts.config.BASE_URL}/tickets/${LINK}` },
      ...{ stream: 'account', class: 'requested', key: letterKey(id, { messageId }), to, cause },
    });
  });
}

const CLOSED = 'This question is closed. Only whoever asked it can open it again.';
