import type { Parts } from '../platform/parts.ts';
import { tokenHashOf } from './ask-again.ts';
import { confirmLetters } from './confirm-letters.ts';
import { CONFIRM_WITHIN_MS, type MailStream, streams } from './rules.ts';
import { findRequest } from './store.ts';

type ConfirmingParts = Pick<Parts, 'db' | 'clock'>;

/** Which letters a mailed link brings back; nothing for one that is not ours or too old. Looking does not use it up. */
export async function streamAskedFor({ db, clock }: ConfirmingParts, token: string): Promise<MailStream | undefined> {
  const since = new Date(clock().getTime() - CONFIRM_WITHIN_MS);
  const tokenHash = tokenHashOf(token);
  const request = await findRequest(db, { streams, tokenHash, since });
  return request?.stream;
}

/** Brings back the letters that the mailed link was asked for; says which, or nothing when it opens nothing any more. */
export async function confirmAgain(parts: ConfirmingParts, token: string): Promise<MailStream | undefined> {
  const stream = await streamAskedFor(parts, token);
  if (stream === undefined) return undefined;
  const link = { stream, tokenHash: tokenHashOf(token), source: 'link' };
  const confirmed = await parts.db.transaction((tx) => confirmLetters(parts, tx, link));
  return confirmed && stream;
}
