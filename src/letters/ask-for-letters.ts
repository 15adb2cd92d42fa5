import type { Tx } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import type { MailStream } from './rules.ts';
import { insertMailEvent } from './store.ts';

export type Request = {
  addressHash: string;
  stream: MailStream;
  /** Of the secret in the link that is mailed to this address. */
  tokenHash: string;
  /** By which way they asked: a code of up to 40 characters. */
  source: string;
};

/**
 * Writes down that somebody asked for the letters of a stream. Nothing comes of it until the link that is mailed to that
 * mailbox is followed ({@link confirmLetters}), and it ends with the next stop.
 */
export async function askForLetters({ clock }: Pick<Parts, 'clock'>, tx: Tx, request: Request): Promise<void> {
  await insertMailEvent(tx, { ...request, act: 'requested', at: clock() });
}
