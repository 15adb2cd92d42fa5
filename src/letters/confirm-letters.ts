import type { Tx } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import { CONFIRM_WITHIN_MS, type MailStream, standingOf } from './rules.ts';
import { findRequest, insertMailEvent, mailEventsOf } from './store.ts';

export type Confirmation = { stream: MailStream; tokenHash: string; source: string };

/**
 * Confirms what was asked for with this link, within two days. Resolves with the mailbox, also when it was confirmed before;
 * with nothing for a link that is not ours, is too old, or is older than a stop (PP-06.2).
 */
export async function confirmLetters(
  { clock }: Pick<Parts, 'clock'>,
  tx: Tx,
  { stream, tokenHash, source }: Confirmation,
): Promise<{ addressHash: string } | undefined> {
  const at = clock();
  const since = new Date(at.getTime() - CONFIRM_WITHIN_MS);
  const request = await findRequest(tx, { streams: [stream], tokenHash, since });
  if (request === undefined) return undefined;

  const { addressHash } = request;
  const before = await mailEventsOf(tx, addressHash);
  const answer = { stream, act: 'confirmed', tokenHash } as const;
  if (before.some((each) => each.stream === stream && each.act === 'confirmed' && each.tokenHash === tokenHash))
    return standingOf(before, stream) === 'confirmed' ? { addressHash } : undefined;
  // A stop after the request ends it, so the link is void unless something newer confirmed the stream meanwhile.
  if (standingOf([...before, answer], stream) !== 'confirmed') return undefined;

  await insertMailEvent(tx, { ...answer, addressHash, source, at });
  return { addressHash };
}
