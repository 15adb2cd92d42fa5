import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Parts } from '../platform/parts.ts';
import { type MailStream, streams } from './rules.ts';

/** What an unsubscribe link says: which mailbox, and in which stream the letter came. */
export type Unsubscription = { addressHash: string; stream: MailStream };

const HASH_BYTES = 32;
const MAC_BYTES = 16;

/**
 * The token of the unsubscribe link in every letter of one stream to one mailbox. It needs no row, so it works for good: after
 * the letter is forgotten, and after the account is (PP-06.2).
 */
export function unsubscribeToken(parts: Pick<Parts, 'secrets'>, { addressHash, stream }: Unsubscription): string {
  const said = Buffer.concat([Buffer.from(addressHash, 'base64url'), Buffer.of(streams.indexOf(stream))]);
  return Buffer.concat([said, mac(parts, said)]).toString('base64url');
}

/** What such a token says; nothing for one that is not ours. */
export function readUnsubscribeToken(parts: Pick<Parts, 'secrets'>, token: string): Unsubscription | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== HASH_BYTES + 1 + MAC_BYTES || bytes.toString('base64url') !== token) return undefined;

  const said = bytes.subarray(0, HASH_BYTES + 1);
  const stream = streams[said[HASH_BYTES] ?? -1];
  if (stream === undefined || !timingSafeEqual(mac(parts, said), bytes.subarray(HASH_BYTES + 1))) return undefined;
  return { addressHash: said.subarray(0, HASH_BYTES).toString('base64url'), stream };
}

const mac = ({ secrets }: Pick<Parts, 'secrets'>, said: Buffer): Buffer =>
  createHmac('sha256', secrets.hash).update('unsubscribe ').update(said).digest().subarray(0, MAC_BYTES);
