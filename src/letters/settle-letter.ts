import type { Outcome } from '../platform/smtp.ts';
import type { LetterClass } from './rules.ts';

export type Settlement = {
  id: bigint;
  attempts: number;
  state: 'queued' | 'sent' | 'unknown' | 'refused' | 'parked';
  answer: string;
  /** The try counts for nothing: it was not about this letter. */
  uncounted?: true;
  nextAt?: Date;
  settledAt?: Date;
  releaseId?: bigint | undefined;
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** After each try that came to nothing. About a day in all: a relay that says "later" for longer means something else. */
const PAUSES_MS = [10 * SECOND_MS, ...[1, 5, 15, 30, 60, 120, 240, 480, 480].map((minutes) => minutes * MINUTE_MS)];

/** How long we stay away from a relay that takes no letters of ours. Somebody has to correct a setting, here or there. */
export const UNWELCOME_MS = MINUTE_MS;

type Handed = { id: bigint; attempts: number; class: LetterClass; releaseId?: bigint | undefined };

/**
 * What follows from an answer. Whoever may have got a letter that comes by itself is not sent it again; a letter about an
 * account is sent again rather than missed. What no time will mend is parked, until somebody looks.
 */
export function settlementOf(handed: Handed, { verdict, answer }: Outcome, now: Date): Settlement {
  const { id, attempts, releaseId } = handed;
  const row = { id, attempts, answer, releaseId };
  const over = { ...row, settledAt: now };

  if (verdict === 'taken') return { ...over, state: 'sent' };
  else if (verdict === 'gone' || verdict === 'refused') return { ...over, state: 'refused' };
  else if (verdict === 'unknown' && handed.class === 'periodic') return { ...over, state: 'unknown' };
  else if (verdict === 'unwelcome')
    return { ...row, state: 'queued', uncounted: true, nextAt: new Date(now.getTime() + UNWELCOME_MS) };

  const pause = PAUSES_MS[attempts - 1];
  if (verdict === 'unfit' || pause === undefined) return { ...row, state: 'parked' };
  else return { ...row, state: 'queued', nextAt: new Date(now.getTime() + pause) };
}
