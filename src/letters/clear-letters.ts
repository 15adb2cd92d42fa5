import type { Parts } from '../platform/parts.ts';
import { clearSettled } from './outbox-store.ts';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** Forgets letters 90 days after they came to their end. What a mailbox stopped is kept for good, apart from them. */
export const clearLetters = ({ db, clock }: Pick<Parts, 'db' | 'clock'>): Promise<void> =>
  clearSettled(db, new Date(clock().getTime() - KEPT_MS));
