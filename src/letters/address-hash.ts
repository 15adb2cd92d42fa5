import { createHmac } from 'node:crypto';
import type { Parts } from '../platform/parts.ts';

/**
 * A mailbox under a keyed hash: what is known of it outlives its address, and names nobody without the key (PP-06.2).
 * The spelling that was typed does not matter.
 */
export const addressHash = ({ secrets }: Pick<Parts, 'secrets'>, email: string): string =>
  createHmac('sha256', secrets.hash).update(`mailbox ${email.toLowerCase()}`).digest('base64url');
