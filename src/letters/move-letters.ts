import { compute } from '../gateway/release.ts';
import type { Tx } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal } from '../platform/personal.ts';
import { addressHash } from './address-hash.ts';
import { hasStopped, standingOf, streams } from './rules.ts';
import { holdMailboxes, insertMailEvent, mailEventsOf } from './store.ts';
import { wantLetters } from './switch-on-letters.ts';

const SOURCE = 'address-change';

/**
 * What somebody chose follows them to their new address, as a request and a confirmation of its own, except where the new
 * mailbox has stopped letters itself. The mailbox they left gets none of it any more, so that whoever has it next is not
 * written to for a choice of somebody else.
 */
export async function moveLetters(
  parts: Pick<Parts, 'clock' | 'secrets'>,
  tx: Tx,
  { from, to }: { from: Personal<'email'>; to: Personal<'email'> },
): Promise<void> {
  const [left, reached] = [from, to].map((each) => compute('run-service', each, (email) => addressHash(parts, email)));
  if (left === undefined || reached === undefined) return;

  await holdMailboxes(tx, [left, reached]);
  const before = await mailEventsOf(tx, left);
  // A stop that only says that somebody left is no wish of whoever comes back.
  const there = (await mailEventsOf(tx, reached)).filter(({ source, act }) => source !== SOURCE || act === 'confirmed');
  for (const stream of streams.filter((each) => standingOf(before, each) === 'confirmed')) {
    if (!hasStopped(standingOf(there, stream)))
      await wantLetters(parts, tx, { addressHash: reached, stream, source: SOURCE });
    const stop = { addressHash: left, stream, act: 'unsubscribed', source: SOURCE } as const;
    await insertMailEvent(tx, { ...stop, at: parts.clock() });
  }
}
