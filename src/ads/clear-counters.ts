import type { Parts } from '../platform/parts.ts';
import { dayBefore, dayOf } from '../visits/rules.ts';
import { deleteCountersBefore } from './store.ts';

/** Two years, as long as it can matter how often an advertisement was shown. */
const COUNTER_DAYS = 730;

/** Forgets how often advertisements were sent on days two years ago and more (PP-07.6). Running twice does nothing more. */
export async function clearCounters({ db, clock, log }: Pick<Parts, 'db' | 'clock' | 'log'>): Promise<void> {
  const first = dayBefore(dayOf(clock()), COUNTER_DAYS - 1);
  log.info('ads.counters-cleared', { counters: await deleteCountersBefore(db, first) });
}
