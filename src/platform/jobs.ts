import type { Tx } from './db.ts';

/** What a job needs to know: ids and codes. Personal values are read when the job runs, so that the queue holds none. */
export type JobFacts = Record<string, string | number>;

export type Jobs = {
  /** Puts a job into the queue inside the caller's transaction: if the work is undone, so is the job. */
  queue(tx: Tx, name: string, facts: JobFacts): Promise<void>;
};
