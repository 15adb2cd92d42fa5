import { setPriority } from 'node:os';
import { mayGo } from './gateway/find-processors.ts';
import { FAILED, type PostmanOrders } from './letters/call-postman.ts';
import { openDeliverer } from './letters/deliver-letters.ts';
import { systemClock } from './platform/clock.ts';
import { openDkimKey } from './platform/dkim.ts';
import { hostAndPort, openEgress } from './platform/egress.ts';
import { openLog } from './platform/log.ts';
import { openSecrets } from './platform/secrets.ts';
import { openSession } from './platform/session.ts';

/** Whoever is waiting for a page goes first. */
const LOW_PRIORITY = 10;

/** One postman for each database is enough; the number says which lock that is. */
const ONE_POSTMAN = 603;

/**
 * The program that delivers letters to many, apart from the server, so that a newsletter holds up no page. It gets its orders
 * from the process that starts it, goes with that one, and ends by itself when nothing is due any more.
 */
async function deliver({ config, appUrl, inboxUrl, scope }: PostmanOrders): Promise<void> {
  const log = openLog(config.LOG_LEVEL);
  const secrets = { ...openSecrets(config.DATA_DIR), dkim: openDkimKey(config) };
  const db = await openSession(appUrl, 'anymeeting-postman');
  const [lock] = await db.$queryRaw<{ ours: boolean }[]>`SELECT pg_try_advisory_lock(${ONE_POSTMAN}::bigint) AS ours`;
  if (lock?.ours === true) {
    const clock = systemClock;
    const own = inboxUrl === undefined ? undefined : hostAndPort(inboxUrl);
    const egress = openEgress({ log, mayGo: async (place) => place === own || mayGo({ db, clock }, place) });
    const deliverer = openDeliverer({ db, clock, config, log, secrets }, { appUrl, inboxUrl, egress, scope });
    process.once('disconnect', () => void deliverer.close());
    deliverer.wake();
    await deliverer.idle();
    if (deliverer.failed) process.exitCode = FAILED;
    await deliverer.close();
  }
  await db.close();
}

process.once('message', (orders: PostmanOrders) => {
  if (orders.scope === 'bulk') setPriority(LOW_PRIORITY);
  void deliver(orders).finally(() => process.disconnect?.());
});
