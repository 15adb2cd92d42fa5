import { confirmLetters } from '../letters/confirm-letters.ts';
import { Refusal } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import { hashOf } from './subscribe.ts';

/**
 * Confirms that a mailbox wants our news, by the link that was mailed to it. Doing it again changes nothing. Refuses with
 * `link-spent` for a link that is too old, or older than a stop (PP-06.2).
 */
export async function confirmSubscription(parts: Pick<Parts, 'db' | 'clock'>, token: string): Promise<void> {
  const confirmed = await parts.db.transaction((tx) =>
    confirmLetters(parts, tx, { stream: 'news', tokenHash: hashOf(token), source: 'newsletter' }),
  );
  if (confirmed === undefined) throw new Refusal('link-spent');
}
