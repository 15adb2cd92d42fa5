import { createHmac } from 'node:crypto';
import type { Parts } from '../platform/parts.ts';

/**
 * What differs from one mailbox to the next stands in a stored letter as a blank, and is filled as the letter leaves: so
 * a letter to many is stored once, and the outbox never holds a secret. Nobody can type these two characters.
 */
export const UNSUBSCRIBE = '\uE000unsubscribe\uE001';
/** The secret of the link in a letter. */
export const LINK = '\uE000link\uE001';

/**
 * The secret of the link in the letter with this key. Computed and not stored: a letter that has to leave twice has the same
 * link both times. Letters that lead to one place share its secret: what follows `::` in a key does not count.
 */
export const linkSecret = ({ secrets }: Pick<Parts, 'secrets'>, key: string): string =>
  createHmac('sha256', secrets.hash)
    .update(`link ${key.replace(/::.*$/s, '')}`)
    .digest('base64url');
