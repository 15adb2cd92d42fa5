import type { Parts } from '../platform/parts.ts';
import { clearSettled } from './outbox-store.ts';
import { giveUpWaiting } from './store.ts';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * Forgets letters 90 days after they came to their end, and gives up those that have waited for so long to leave: nobody wants
 * them any more, and they have an address. What a mailbox stopped is kept for good, apart from them.
 */
export async function clearLetters({ db, clock }: Pick<Parts, 'db' | 'clock'>): Promise<void> {
  const now = clock();
  const before = new Date(now.getTime() - KEPT_MS);
  await clearSettled(db, before);
  await giveUpWaiting(db, { before, now });
}
