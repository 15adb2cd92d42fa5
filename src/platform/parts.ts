import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Db } from './db.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import type { Mail } from './mail.ts';
import type { Secrets } from './secrets.ts';
import type { Views } from './views.ts';

/** What the process is built from. Made once in main.ts; each function takes only the parts it names. */
export type Parts = {
  config: Config;
  secrets: Secrets;
  db: Db;
  jobs: Jobs;
  mail: Mail;
  views: Views;
  clock: Clock;
  log: Log;
};
