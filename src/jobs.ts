import { accountJobs } from './accounts/mails.ts';
import type { JobFacts } from './platform/jobs.ts';
import type { Parts } from './platform/parts.ts';

export type JobTable = Record<string, (facts: JobFacts) => Promise<void>>;

/** Every job that can come out of the queue, and what then happens. */
export const jobTable = (parts: Parts): JobTable => ({
  ...accountJobs(parts),
});
