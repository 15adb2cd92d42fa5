import { accountJobs } from './accounts/mails.ts';
import { clearCounters } from './ads/clear-counters.ts';
import { clearLetters } from './letters/clear-letters.ts';
import { clearSubscribers } from './mailings/clear-subscribers.ts';
import { closeIssues } from './mailings/close-issues.ts';
import { clearReports } from './offers/clear-reports.ts';
import type { JobTable } from './platform/jobs.ts';
import type { Parts } from './platform/parts.ts';
import { clearTickets } from './support/clear-tickets.ts';
import { clearAnswers } from './surveys/clear-answers.ts';
import { tellWinners } from './surveys/tell-winners.ts';
import { clearVisits } from './visits/clear-visits.ts';
import { publishFigures } from './visits/publish-figures.ts';
import { clearGuests } from './webinars/clear-guests.ts';

/** Whoever delivers letters, and whoever puts an issue into the outbox. */
type Letters = { wake(): void; plan(): Promise<void> };

/** Every job, and what then happens. The outbox says which letters are due; its job only wakes whoever delivers them. */
export const jobTable = (parts: Parts, letters: Letters): JobTable => ({
  'letters.deliver': async () => letters.wake(),
  'letters.clear': () => clearLetters(parts),
  ...accountJobs(parts),
  'webinars.clear-guests': () => clearGuests(parts),
  'mailings.plan': oneAfterTheOther(async () => {
    await letters.plan();
    await closeIssues(parts);
  }),
  'mailings.clear-subscribers': () => clearSubscribers(parts),
  'surveys.clear-answers': () => clearAnswers(parts),
  'surveys.tell-winners': (facts) => tellWinners(parts, facts),
  'support.clear-tickets': () => clearTickets(parts),
  'offers.clear-reports': () => clearReports(parts),
  'visits.clear': () => clearVisits(parts),
  'visits.publish-figures': () => publishFigures(parts),
  'ads.clear-counters': () => clearCounters(parts),
});

/** Two at once would do the same twice: whoever is called meanwhile waits for those before. */
function oneAfterTheOther(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  return () => (last = last.catch(() => {}).then(work));
}

const HOUR_MS = 60 * 60 * 1000;

/**
 * Jobs that the clock starts, and how often. Each may run twice: processes that share a database each start their own. What
 * destroys something is among them, so that nobody has to remember it.
 */
export const TIMED: Record<string, number> = {
  'accounts.purge-sessions': HOUR_MS,
  'letters.clear': HOUR_MS,
  'webinars.clear-guests': HOUR_MS,
  'mailings.plan': 15_000,
  // Whoever stops the newsletter is told that we forget the address.
  'mailings.clear-subscribers': 60_000,
  'surveys.clear-answers': HOUR_MS,
  'support.clear-tickets': HOUR_MS,
  'offers.clear-reports': HOUR_MS,
  'visits.clear': HOUR_MS,
  'visits.publish-figures': HOUR_MS,
  'ads.clear-counters': HOUR_MS,
};

/** A process that never lives for an hour would otherwise destroy nothing. */
const FIRST_MS = 60_000;

/**
 * Queues the timed jobs until it is closed: each as often as it says, and within a minute of the start. A time at which the
 * queue is away is passed over; the next one comes.
 */
export function startTimedJobs({ db, jobs, log }: Pick<Parts, 'db' | 'jobs' | 'log'>): { close(): void } {
  const timers = Object.entries(TIMED).flatMap(([name, everyMs]) => {
    const start = () =>
      void jobs.queue(db, name, {}).catch((error: unknown) => log.error('jobs.not-queued', error, { job: name }));
    const first = everyMs > FIRST_MS ? [setTimeout(start, FIRST_MS).unref()] : [];
    return [...first, setInterval(start, everyMs).unref()];
  });
  return {
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
