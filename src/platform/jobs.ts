import { fromPrisma, type Job, type JobResult, PgBoss } from 'pg-boss';
import type { Tx } from './db.ts';
import type { Log } from './log.ts';

/** What a job needs to know: ids and codes. Personal values are read when the job runs, so that the queue holds none. */
export type JobFacts = Record<string, string | number>;

export type Jobs = {
  /** Puts a job into the queue inside the caller's transaction: if the work is undone, so is the job. */
  queue(tx: Tx, name: string, facts: JobFacts): Promise<void>;
};

/** What happens with each job, by its name. */
export type JobTable = Record<string, (facts: JobFacts) => Promise<void>>;

/** The queue with the half that only `server.ts` needs. */
export type OpenJobs = Jobs & {
  /** Runs jobs as they come, each by the handler of its name. A handler that throws is called again later, with growing pauses. */
  work(table: JobTable): Promise<void>;
  /** Takes no more jobs of these names until they are worked again; they stay in the queue as they are. Those that run go on. */
  rest(names: string[]): Promise<void>;
  /** Waits for the handlers that run, takes no more jobs and lets go of the database. */
  stop(): Promise<void>;
};

/** PostgreSQL tells us of a new job as it is committed. We look by ourselves only in case that message was lost; more often costs queries. */
const LOOK_ANYWAY_SECONDS = 15;

/** Where messages cannot pass (some poolers drop them) a letter waits at most this long. */
const LOOK_WITHOUT_MESSAGES_SECONDS = 1;

/** Eight tries over about an hour: a relay that is restarted or says "later" has been back for long by then. */
const RETRIES = { retryLimit: 8, retryDelay: 15, retryBackoff: true, retryDelayMax: 1_800 };

/** How long a job that nobody takes stays in the queue: letters may wait long for an agreement. */
const A_YEAR_SECONDS = 365 * 24 * 60 * 60;

const QUEUE = { ...RETRIES, retentionSeconds: A_YEAR_SECONDS, notify: true };

/** Two jobs of one kind at once: a relay that answers slowly holds up one, more would crowd out the web. */
const AT_ONCE = 2;

/** How long a stop waits for handlers. Longer than a letter takes, shorter than the patience of whoever stops us. */
const STOP_MS = 8_000;

/** Opens the queue as the app's role, which uses its tables and cannot change them. */
export async function openJobs(appUrl: string, log: Log): Promise<OpenJobs> {
  const boss = new PgBoss({
    connectionString: appUrl,
    max: 4,
    migrate: false,
    createSchema: false,
    useListenNotify: true,
    schedule: false,
    // Rebuilding an index takes its owner, which the app is not.
    reindex: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => log.error('jobs.failed', error));
  boss.on('warning', ({ data }) => log.warn('jobs.warned', { type: 'type' in data ? String(data.type) : undefined }));
  await boss.start();

  const made = new Set<string>();
  const ensureQueue = async (name: string) => {
    if (!made.has(name)) await boss.createQueue(name, QUEUE);
    made.add(name);
  };

  return {
    async queue(tx, name, facts) {
      await ensureQueue(name);
      await boss.send(name, facts, { db: fromPrisma(tx) });
    },
    async work(table) {
      for (const [name, handler] of Object.entries(table)) {
        await ensureQueue(name);
        await boss.updateQueue(name, QUEUE);
        await boss.work(name, WORK, async (jobs: Job<JobFacts>[]) => {
          const results: JobResult[] = [];
          for (const { id, data } of jobs) results.push({ id, ...(await run(log, name, () => handler(data))) });
          return results;
        });
      }
    },
    async rest(names) {
      for (const name of names) await boss.offWork(name, { wait: false });
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_MS }),
  };
}

/**
 * Jobs are taken a few at a time and settled one by one. Taken singly, each that comes in a crowd would wait for the next
 * look, because one message wakes for all of them; a full handful says that there are more.
 */
const HANDFUL = 5;

const WORK = {
  localConcurrency: AT_ONCE,
  batchSize: HANDFUL,
  burstWhenBatchFull: true,
  perJobResults: true,
  pollingIntervalSeconds: LOOK_WITHOUT_MESSAGES_SECONDS,
  notifyPollingIntervalSeconds: LOOK_ANYWAY_SECONDS,
} as const;

/** The queue stores what a handler throws; a message may quote an address, so only its kind gets that far. */
async function run(log: Log, job: string, handler: () => Promise<void>): Promise<Omit<JobResult, 'id'>> {
  try {
    await handler();
    return { status: 'completed' };
  } catch (error) {
    log.error('jobs.handler-failed', error, { job });
    return { status: 'failed', output: { kind: error instanceof Error ? error.constructor.name : typeof error } };
  }
}
