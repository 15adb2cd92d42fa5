import { createHash } from 'node:crypto';
import { personWith } from '../accounts/find-person.ts';
import { note } from '../audit/note.ts';
import { LINK, linkSecret } from '../letters/blanks.ts';
import { type WritingParts, writeLetter } from '../letters/write-letter.ts';
import type { Tx } from '../platform/db.ts';
import type { MailCause } from '../platform/http/mail-cause.ts';
import { newId, type PersonId } from '../platform/ids.ts';
import type { Personal } from '../platform/personal.ts';
import { livePolicy } from '../policy/policy.ts';
import { letterKey, type Topic } from './rules.ts';
import { holdTicket, insertMessage, insertTicket, type Ticket } from './store.ts';

export type Question = {
  topic: Topic;
  text: string;
  /** Where to tell that there is an answer: an address for those without an account, the account for the others. */
  email: string | undefined;
  tellsAccount: boolean;
};

/** Whoever asks. Of somebody with an account the age was asked when they registered. */
export type Asker = { personId: PersonId; agePassedAt?: never } | { personId?: never; agePassedAt: Date };

/**
 * Takes a question and gives the secret of its own page, which is shown to whoever asked and, where they left an address,
 * goes there as well (PP-16.2). The secret can be computed again and is not stored. A letter has a visit that caused it;
 * without one none is written.
 */
export async function askQuestion(
  parts: WritingParts,
  question: Question,
  asker: Asker,
  cause?: MailCause,
): Promise<{ id: string; token: string }> {
  const id = newId<string>();
  const token = linkSecret(parts, letterKey(id));
  const at = parts.clock();
  const { version } = await livePolicy(parts);

  await parts.db.transaction(async (tx) => {
    await insertTicket(tx, {
      ...{ id, topic: question.topic, linkHash: linkHash(token), policyVersionId: version },
      ...(await askerIn(tx, question, asker)),
      ...{ createdAt: at, changedAt: at },
    });
    await insertMessage(tx, { ticketId: id, text: question.text, policyVersionId: version, staffId: null, at });
    await note(tx, { at, event: 'ticket.asked', facts: { ticket: id, topic: question.topic } });
    if (cause !== undefined) await sendLink(parts, tx, id, cause);
  });
  return { id, token };
}

async function askerIn(tx: Tx, { email, tellsAccount }: Question, { personId, agePassedAt }: Asker) {
  if (personId === undefined) return { personId: null, email: email ?? null, tellsAccount: false, agePassedAt };
  const person = await personWith(tx, personId);
  return { personId, email: null, tellsAccount, agePassedAt: person.agePassedAt };
}

async function sendLink(parts: WritingParts, tx: Tx, id: string, cause: MailCause): Promise<void> {
  const ticket = await holdTicket(tx, id);
  const to = ticket && (await mailboxOf(tx, ticket));
  if (to === undefined) return;
  await writeLetter(parts, tx, {
    ...{ template: 'question-asked', title: 'Your question has reached us' },
    model: { link: `${parts.config.BASE_URL}/tickets/${LINK}` },
    ...{ stream: 'account', class: 'requested', key: letterKey(id), to, cause },
    // Whoever has an account asks for this letter to their own address, so nobody else can use up its turns.
    ...(ticket?.personId !== null && { assured: 'own' as const }),
  });
}

/** Where whoever asked wants to be told; nobody where they want to look for themselves. */
export async function mailboxOf(
  tx: Tx,
  { personId, tellsAccount, email }: Pick<Ticket, 'personId' | 'tellsAccount' | 'email'>,
): Promise<Personal<'email'> | undefined> {
  if (personId === null) return email ?? undefined;
  return tellsAccount ? (await personWith(tx, personId)).email : undefined;
}

/** Only the hash of the secret is stored. It has 256 bits, so it needs no salt and no slow hash. */
export const linkHash = (token: string): string => createHash('sha256').update(token).digest('base64url');
