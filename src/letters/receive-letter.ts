import { type LetterIn, readLetter } from '../platform/mail-in.ts';
import type { Parts } from '../platform/parts.ts';
import { addressHash } from './address-hash.ts';
import { type Stop, stopLetters } from './stop-letters.ts';
import { mailboxesOf } from './store.ts';

type ReceivingParts = Pick<Parts, 'db' | 'clock' | 'secrets'>;
export type Received = Stop | 'left alone';

const STOP = /^(?:please\s+)?(?:stop|unsubscribe)(?:\s+(?:me|all|please|letters|e?-?mails?))*[\s.!]*$/i;
const REPLY = /^(?:(?:re|aw|sv|r)\s*:\s*)+/i;

/**
 * Acts on one letter that came back: “stop” as an answer, a lasting failure, a complaint. Says what it was taken for; whatever is
 * none of these is left alone, and of none of them anything is kept but the event (PP-06.2).
 */
export async function receiveLetter(parts: ReceivingParts, raw: Buffer): Promise<Received> {
  const letter = await readLetter(raw);
  const act = actOf(letter);
  if (act === undefined) return 'left alone';

  const mailboxes = await mailboxesFor(parts, letter);
  for (const each of mailboxes)
    await stopLetters(parts, { addressHash: each, streams: 'all', act, source: letter.report ? 'report' : 'reply' });
  return mailboxes.length === 0 ? 'left alone' : act;
}

function actOf({ report, isAutomatic, subject, firstLine }: LetterIn): Stop | undefined {
  if (report !== undefined) return report.kind === 'abuse' ? 'complained' : 'bounced';
  const asks = STOP.test(subject.replace(REPLY, '')) || STOP.test(firstLine);
  return asks && !isAutomatic ? 'unsubscribed' : undefined;
}

/** A report counts only for a letter of ours, whose Message-ID nobody can guess. An answer counts for its writer as well. */
async function mailboxesFor(parts: ReceivingParts, { report, answers, from }: LetterIn): Promise<string[]> {
  const known = await mailboxesOf(parts.db, report?.about ?? answers);
  const isAnswer = report === undefined && known.length === 0 && from !== undefined;
  return isAnswer ? [addressHash(parts, from)] : known;
}
