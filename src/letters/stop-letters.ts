import type { Parts } from '../platform/parts.ts';
import { isStopped, type MailAct, type MailStream } from './rules.ts';
import { insertMailEvent, mailEventsOf, waitForLettersInHand } from './store.ts';

/** The acts that end a stream. */
export type Stop = Extract<MailAct, 'unsubscribed' | 'complained' | 'bounced'>;

export type Stopping = {
  addressHash: string;
  streams: 'all' | readonly MailStream[];
  /** By which way it came: a code of up to 40 characters. */
  source: string;
  /** `unsubscribed` unless said otherwise. */
  act?: Stop;
};

/**
 * Stops letters to one mailbox for good. Once this resolves, no letter of these streams begins to leave: it waits for the one
 * that is being handed over, up to 25 seconds, and refuses with `unavailable` when that is not enough. Doing it twice writes
 * nothing (PP-06.2).
 */
export async function stopLetters({ db, clock }: Pick<Parts, 'db' | 'clock'>, stopping: Stopping): Promise<void> {
  const { addressHash, streams, source, act = 'unsubscribed' } = stopping;
  await db.transaction(async (tx) => {
    await waitForLettersInHand(tx, addressHash);
    const before = await mailEventsOf(tx, addressHash);
    const wanted = streams === 'all' ? (['all'] as const) : streams;
    for (const stream of wanted)
      if (!isStopped(before, stream, act)) await insertMailEvent(tx, { addressHash, stream, act, source, at: clock() });
  }, PATIENT);
}

/** Longer than the wait for a letter in hand. */
const PATIENT = { timeoutMs: 40_000 };
