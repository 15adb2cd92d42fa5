import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSessionStore } from './accounts/session-store.ts';
import type { AdVendor } from './ads/ad-vendor.ts';
import { openAds } from './ads/open-ads.ts';
import { type AppParts, buildApp } from './app.ts';
import { mayGo } from './gateway/find-processors.ts';
import { jobTable, startTimedJobs } from './jobs.ts';
import { openPostman } from './letters/call-postman.ts';
import { openDeliverer } from './letters/deliver-letters.ts';
import { holdLetters } from './letters/hold-letters.ts';
import { isIssueDue, planIssues } from './mailings/plan-issues.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { type Config, WrongConfig } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';
import { openDb } from './platform/db.ts';
import { openDkimKey } from './platform/dkim.ts';
import { hostAndPort, openEgress } from './platform/egress.ts';
import { openInbox } from './platform/inbox.ts';
import { openJobs } from './platform/jobs.ts';
import type { Log } from './platform/log.ts';
import type { Parts } from './platform/parts.ts';
import { openSecrets } from './platform/secrets.ts';
import { openViews } from './platform/views.ts';
import { publishFirstPolicy } from './policy/policy.ts';
import { openRooms, type Rooms } from './rooms/open-rooms.ts';
import { startMediasoupSfu } from './sfu/mediasoup-sfu.ts';
import { openVisitCounter } from './visits/count-visits.ts';

export type Server = {
  /** Where it listens, on this machine. */
  url: string;
  parts: AppParts;
  /** Resolves with a sentence when it cannot go on, because the embedded database ended by itself. */
  lost: Promise<string>;
  /** Ends everything in reverse order: visitors first, the database last. */
  close(): Promise<void>;
};

export type Surroundings = {
  log: Log;
  clock?: Clock;
  /** Fills the places for advertisements in place of what ADS says. No vendor ships with the site. */
  adVendor?: AdVendor | undefined;
};

/** Opens every part, in the order in which they need each other, and listens. If one cannot open, the others are closed. */
export async function startServer(
  config: Config,
  { log, clock = systemClock, adVendor }: Surroundings,
): Promise<Server> {
  const opened = new AsyncDisposableStack();
  try {
    return await open(config, { log, clock, adVendor }, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function open(
  config: Config,
  { log, clock, adVendor }: Surroundings & Pick<Parts, 'clock'>,
  opened: AsyncDisposableStack,
): Promise<Server> {
  const secrets = { ...openSecrets(config.DATA_DIR), dkim: openDkimKey(config) };
  const database = await openDatabase(config, secrets, log);
  opened.defer(() => database.stop());

  const db = opened.adopt(openDb(database.appUrl), (each) => each.close());
  const inbox =
    config.SMTP_URL === undefined ? opened.adopt(await openInbox(clock), (each) => each.close()) : undefined;
  const own = inbox && hostAndPort(inbox.url);
  const egress = openEgress({ log, mayGo: async (place) => place === own || mayGo({ db, clock }, place) });
  const jobs = opened.adopt(await openJobs(database.appUrl, log), (each) => each.stop());
  const sfu = opened.adopt(await startMediasoupSfu(mediaOptions(config, log)), (each) => each.close());
  const parts = { config, secrets, db, jobs, views: openViews(config), clock, log };

  await publishFirstPolicy(parts);
  const carried = { appUrl: database.appUrl, inboxUrl: inbox?.url };
  // A clock of one's own reaches no further than this process.
  const apart = clock === systemClock;
  const scope = apart ? ('single' as const) : ('all' as const);
  const deliverer = opened.adopt(openDeliverer(parts, { ...carried, egress, scope }), (each) => each.close());
  const postman = apart
    ? opened.adopt(openPostman(parts, { ...carried, isMoreDue: () => isIssueDue(parts) }), (each) => each.close())
    : undefined;
  const wake = () => deliverer.wake();
  const plan = async () => void (await (postman === undefined ? planIssues(parts, wake) : postman.call()));
  await jobs.work(jobTable(parts, { wake, plan }));
  const letters = opened.adopt(
    await holdLetters(parts, async () => {
      wake();
      await postman?.call();
    }),
    (each) => each.close(),
  );
  opened.adopt(startTimedJobs(parts), (each) => each.close());

  const visits = openVisitCounter(parts);
  opened.defer(() => visits.settled());
  const ads = openAds(parts, adVendor);
  opened.defer(() => ads.settled());

  const checks = {
    database: async () => (await db.$queryRaw`SELECT 1`) !== undefined,
    workers: async () => sfu.workers().length === config.MEDIA_WORKERS,
  };
  const rooms = openRooms({ ...parts, sfu });
  const appParts: AppParts = {
    ...{ ...parts, sessionStore: openSessionStore(parts), sfu, rooms, letters, inbox, checks },
    ...{ visits, ads },
  };
  const http = createServer(TIMEOUTS, buildApp(appParts));
  rooms.attach(http);
  opened.defer(() => closed(http, rooms));

  await listen(http, config);

  const { port } = http.address() as AddressInfo;
  return { url: `http://localhost:${port}`, parts: appParts, lost: database.lost, close: () => opened.disposeAsync() };
}

async function listen(http: HttpServer, { HOST, PORT }: Config): Promise<void> {
  try {
    http.listen(PORT, HOST);
    await once(http, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new WrongConfig(`PORT ${PORT} is taken by another program.`, { cause });
    else if (code === 'EACCES')
      throw new WrongConfig(`PORT ${PORT} may not be used by this user; choose one above 1023.`, { cause });
    else throw new WrongConfig(`HOST ${HOST} is not an address of this machine.`, { cause });
  }
}

/** Longest a visitor may take for the headers and for the whole of a request; longer ones only hold a place. */
const TIMEOUTS = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  // How often Node looks for those who take longer; by itself only every half a minute.
  connectionsCheckingInterval: 2_000,
};

/** Lets requests that have begun come to their end, for a moment. */
const GRACE_MS = 5_000;

/** No new visitors; those in rooms are sent home, and requests that have begun come to their end. */
async function closed(http: HttpServer, rooms: Rooms): Promise<void> {
  const done = http.listening ? once(http, 'close') : undefined;
  const impatient = setTimeout(() => http.closeAllConnections(), GRACE_MS);
  http.close();
  http.closeIdleConnections();
  await rooms.close();
  await done;
  clearTimeout(impatient);
}

const mediaOptions = (config: Config, log: Log) => ({
  workers: config.MEDIA_WORKERS,
  mediaPort: config.MEDIA_PORT,
  listenIp: config.MEDIA_LISTEN_IP,
  ...(config.MEDIA_ANNOUNCED_ADDRESS !== undefined && { announcedAddress: config.MEDIA_ANNOUNCED_ADDRESS }),
  log,
});
