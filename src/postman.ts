import { setTimeout as wait } from 'node:timers/promises';
import { mayGo } from './gateway/find-processors.ts';
import { LOW_PRIORITY, NOT_NOW, type PostmanOrders } from './letters/call-postman.ts';
import { type Deliverer, openDeliverer } from './letters/deliver-letters.ts';
import { planIssues } from './mailings/plan-issues.ts';
import { systemClock } from './platform/clock.ts';
import { openDkimKey } from './platform/dkim.ts';
import { hostAndPort, openEgress } from './platform/egress.ts';
import { type Log, openLog } from './platform/log.ts';
import { openSecrets } from './platform/secrets.ts';
import { openSession } from './platform/session.ts';

/** One postman for each database is enough; the number says which lock that is. */
const ONE_POSTMAN = 603;

/**
 * The program that puts issues into the outbox and delivers letters to many, apart from the server, so that a newsletter
 * holds up no page. It gets its orders from the process that starts it, goes with that one, and ends by itself when nothing is
 * due any more.
 */
async function deliver({ config, appUrl, inboxUrl, scope }: PostmanOrders): Promise<void> {
  const log = openLog(config.LOG_LEVEL);
  const secrets = { ...openSecrets(config.DATA_DIR), dkim: openDkimKey(config) };
  const db = await openSession(appUrl, 'anymeeting-postman');
  const [lock] = await db.$queryRaw<{ ours: boolean }[]>`SELECT pg_try_advisory_lock(${ONE_POSTMAN}::bigint) AS ours`;
  if (lock?.ours !== true) process.exitCode = NOT_NOW;
  else {
    const clock = systemClock;
    const own = inboxUrl === undefined ? undefined : hostAndPort(inboxUrl);
    const egress = openEgress({ log, mayGo: async (place) => place === own || mayGo({ db, clock }, place) });
    // Where the database is our own, its part of the work makes way for pages as well.
    const priority = scope === 'bulk' && config.DATABASE_URL === undefined ? LOW_PRIORITY : undefined;
    const ways = { appUrl, inboxUrl, egress, scope, priority };
    const crews = sharesOf(config.MAIL_CONNECTIONS).map((MAIL_CONNECTIONS) =>
      openDeliverer({ db, clock, config: { ...config, MAIL_CONNECTIONS }, log, secrets }, ways),
    );
    const planner = await openSession(appUrl, 'anymeeting-planner', { priority });
    process.once('disconnect', () => void Promise.all([planner.close(), closeAll(crews)]));

    const delivered = () => Promise.all(crews.map((crew) => crew.idle()));
    // A crew that could not reach the relay does not try again for each piece of an issue.
    const wake = () => {
      for (const crew of crews) if (!crew.failed) crew.wake();
    };
    wake();
    if (!(await planUntil(delivered, () => planIssues({ db: planner, clock, config, log, secrets }, wake), log)))
      process.exitCode = NOT_NOW;
    await planner.close();
    await delivered();
    if (crews.some(({ failed }) => failed)) process.exitCode = NOT_NOW;
    await closeAll(crews);
  }
  await db.close();
}

/** How soon an issue is planned whose time comes while another one leaves, which may take hours. */
const LOOK_AGAIN_MS = 2_000;

/** Plans at once, and again and again until everything is delivered. Says whether it could. */
async function planUntil(delivered: () => Promise<unknown>, plan: () => Promise<void>, log: Log): Promise<boolean> {
  try {
    let isOver = false;
    while (!isOver) {
      await plan();
      isOver = await Promise.race([delivered().then(() => true), wait(LOOK_AGAIN_MS, false, { ref: false })]);
    }
    return true;
  } catch (error) {
    // Whoever was sent home in the middle of it has lost the session on purpose.
    if (process.connected) log.error('issue.not-planned', error);
    return false;
  }
}

/** Fewer, and the turns of two crews would be so small that they cost more than the waiting they save. */
const ENOUGH_FOR_TWO = 16;

/** Two crews share the connections where there are enough: while the database answers one of them, the other hands over. */
const sharesOf = (connections: number): number[] =>
  connections < ENOUGH_FOR_TWO ? [connections] : [Math.ceil(connections / 2), Math.floor(connections / 2)];

const closeAll = (crews: readonly Deliverer[]) => Promise.all(crews.map((crew) => crew.close()));

process.once('message', (orders: PostmanOrders) => {
  void deliver(orders).finally(() => process.connected && process.disconnect?.());
});
