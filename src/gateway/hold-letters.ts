import { setTimeout } from 'node:timers/promises';
import { hostAndPort } from '../platform/egress.ts';
import type { JobFacts, JobTable, OpenJobs } from '../platform/jobs.ts';
import type { Parts } from '../platform/parts.ts';
import { LettersWait } from './address-letter.ts';
import { liveRelay } from './find-processors.ts';
import { countWaiting } from './store.ts';

/** How many letters wait, and for which `host:port`. */
export type Waiting = { count: number; relay: string };

export type HeldLetters = {
  /** Nothing while letters leave. */
  waiting(): Promise<Waiting | undefined>;
  close(): Promise<void>;
};

type HoldParts = Pick<Parts, 'db' | 'clock' | 'config' | 'log'> & { jobs: OpenJobs };

/** How often we look whether letters may leave. Longer: they leave later once there is an agreement. Shorter: more queries. */
const LOOK_MS = 1_000;

/**
 * Works off letters while somebody may carry them: the inbox of this machine always, the relay under its agreement only
 * (PP-09.3). Until then they stay in the queue untouched, so that none is lost, sent twice or gets a link that ages.
 */
export async function holdLetters(parts: HoldParts, letters: JobTable): Promise<HeldLetters> {
  const { config, jobs, log, db } = parts;
  const { SMTP_URL } = config;
  if (SMTP_URL === undefined) {
    await jobs.work(letters);
    return { waiting: async () => undefined, close: async () => {} };
  }

  const relay = hostAndPort(SMTP_URL);
  const names = Object.keys(letters);
  let leave: boolean | undefined;

  async function look(): Promise<void> {
    const may = (await liveRelay(parts, db)) !== undefined;
    if (may === leave) return;
    leave = may;
    try {
      await (may ? jobs.work(table) : jobs.rest(names));
    } catch (error) {
      leave = undefined;
      throw error;
    }
    if (may) log.info('letters.leaving', { relay });
    else log.warn('letters.waiting', { relay });
  }

  /** An agreement can end between the look and the letter. Such a letter goes back as it came, and none of its tries is spent. */
  const orBack = (name: string, write: JobTable[string]) => async (facts: JobFacts) => {
    try {
      if ((await liveRelay(parts, db)) === undefined) throw new LettersWait();
      await write(facts);
    } catch (error) {
      if (!(error instanceof LettersWait)) throw error;
      await look();
      await jobs.queue(db, name, facts);
    }
  };
  const table = Object.fromEntries(Object.entries(letters).map(([name, write]) => [name, orBack(name, write)]));

  await look();
  const timer = everySoOften(look, (error) => log.error('letters.look-failed', error));
  return {
    async waiting() {
      return leave === false ? { count: await countWaiting(db, names), relay } : undefined;
    },
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
