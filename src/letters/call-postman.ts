import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { carriersNow } from '../gateway/address-letter.ts';
import type { Config } from '../platform/config.ts';
import type { Parts } from '../platform/parts.ts';
import { isAnyDue, type Scope } from './outbox-store.ts';
import { classesOf } from './take-turn.ts';

/** What the postman needs to know. It reads the secrets itself. */
export type PostmanOrders = { config: Config; appUrl: string; inboxUrl: string | undefined; scope: Scope };

export type Postman = {
  /** Has the postman come where letters to many are due and none is on the way. Says whether one was sent. */
  call(): Promise<boolean>;
  /** Sends it home, and waits until it has gone. */
  close(): Promise<void>;
};

/** Whoever is waiting for a page goes before letters to many. */
export const LOW_PRIORITY = 10;

/** How a postman ends that can do nothing now: the relay cannot be reached or takes no letters of ours, or another one is at work. */
export const NOT_NOW = 75;
/** How long nobody is sent after that. Each one who goes costs a second of a processor. */
const PAUSE_MS = 30_000;

const PROGRAM = fileURLToPath(new URL('../postman.ts', import.meta.url));

/** Its young objects are letters that leave at once: a small place for them costs no time and saves tens of megabytes. */
const SMALL = ['--max-semi-space-size=2', '--max-old-space-size=96'];

/** Starts the program that delivers letters to many. */
export function startPostman(orders: PostmanOrders): ChildProcess {
  const postman = fork(PROGRAM, [], { execArgv: SMALL });
  // From its first instruction: a program that starts is the busiest of all.
  if (orders.scope === 'bulk' && postman.pid !== undefined) setPriority(postman.pid, LOW_PRIORITY);
  postman.send(orders);
  return postman;
}

type Calling = Omit<PostmanOrders, 'config' | 'scope'> & {
  /** Whether there is something to put into the outbox, which the postman does as well. */
  isMoreDue(): Promise<boolean>;
};
type CallParts = Pick<Parts, 'clock' | 'config' | 'db' | 'log'>;

/** Letters to many are delivered by a process of their own, so that nobody who waits for a page notices them. */
export function openPostman(parts: CallParts, { appUrl, inboxUrl, isMoreDue }: Calling): Postman {
  const { db, clock, config, log } = parts;
  let postman: ChildProcess | undefined;
  let closed = false;
  let pausedUntil = 0;

  async function isNeeded(): Promise<boolean> {
    if (clock().getTime() < pausedUntil) return false;
    if (await isMoreDue()) return true;
    const classes = classesOf(await carriersNow(parts, db));
    return isAnyDue(db, { now: clock(), scope: 'bulk', classes });
  }
  return {
    async call() {
      if (closed || postman !== undefined || !(await isNeeded()) || closed || postman !== undefined) return false;
      const started = startPostman({ config, appUrl, inboxUrl, scope: 'bulk' });
      postman = started;
      started.once('exit', (code) => {
        postman = undefined;
        if (code === NOT_NOW) {
          pausedUntil = clock().getTime() + PAUSE_MS;
          log.warn('postman.paused', { seconds: PAUSE_MS / 1000 });
        } else if (code !== 0) log.error('postman.failed', new Error('The postman ended.'), { code: code ?? -1 });
      });
      started.once('error', (error) => log.error('postman.failed', error));
      return true;
    },
    async close() {
      closed = true;
      if (postman === undefined) return;
      const gone = once(postman, 'exit');
      if (postman.connected) postman.disconnect();
      await gone;
    },
  };
}
