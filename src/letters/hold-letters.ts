import { setTimeout } from 'node:timers/promises';
import { carriersNow } from '../gateway/address-letter.ts';
import { hostAndPort } from '../platform/egress.ts';
import type { Parts } from '../platform/parts.ts';
import { countQueued } from './store.ts';
import { classesOf } from './take-turn.ts';

/** How many letters wait, and for which `host:port`. */
export type Waiting = { count: number; relay: string };

export type HeldLetters = {
  /** Nothing while letters leave. */
  waiting(): Promise<Waiting | undefined>;
  close(): Promise<void>;
};

type HoldParts = Pick<Parts, 'db' | 'clock' | 'config' | 'log'>;

/** How often we look whether something may leave or has come back. Longer: it leaves later. Shorter: more queries. */
const LOOK_MS = 1_000;

/**
 * Wakes whoever delivers, every second: for letters whose time has come, and for those that a process left half-way. Says in
 * the log when letters begin to wait for an agreement with the relay, and when they leave again (PP-09.3). Until there is one
 * they stay in the outbox untouched, so that none is lost, sent twice or spends a try.
 */
export async function holdLetters(parts: HoldParts, wake: () => Promise<void>): Promise<HeldLetters> {
  const { db, log, config } = parts;
  const relay = config.SMTP_URL === undefined ? '' : hostAndPort(config.SMTP_URL);
  let leave: boolean | undefined;

  async function look(): Promise<void> {
    const classes = classesOf(await carriersNow(parts, db));
    const may = classes.includes('account');
    if (may !== leave && relay !== '') {
      if (may) log.info('letters.leaving', { relay });
      else log.warn('letters.waiting', { relay });
    }
    leave = may;
    if (classes.length > 0) await wake();
  }

  await look();
  const timer = everySoOften(look, (error) => log.error('letters.look-failed', error));
  return {
    waiting: async () => (leave === false ? { count: await countQueued(db), relay } : undefined),
    close: () => timer.stop(),
  };
}

/** One look after the other, never two at once. */
function everySoOften(look: () => Promise<void>, failed: (error: unknown) => void) {
  const stopped = new AbortController();
  const looking = (async () => {
    while (await pause(stopped.signal)) await look().catch(failed);
  })();
  return {
    async stop() {
      stopped.abort();
      await looking;
    },
  };
}

/** True after the pause; false where it was cut short. */
const pause = (signal: AbortSignal): Promise<boolean> =>
  setTimeout(LOOK_MS, true, { signal, ref: false }).catch(() => false);
