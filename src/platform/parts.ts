import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Db } from './db.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import type { Secrets } from './secrets.ts';
import type { Views } from './views.ts';

/** All that a verb can ask for. `server.ts` makes them once; each verb names those it uses and gets no others. */
export type Parts = {
  config: Config;
  secrets: Secrets;
  db: Db;
  jobs: Jobs;
  views: Views;
  clock: Clock;
  log: Log;
};
