import type { Parts } from '../platform/parts.ts';
import { UNCONFIRMED_MS } from './rules.ts';
import { deleteUnwilling } from './store.ts';

/** Forgets whoever stopped our news, and whoever asked for it two days ago and never confirmed it. */
export async function clearSubscribers({ db, clock, log }: Pick<Parts, 'db' | 'clock' | 'log'>): Promise<void> {
  const askedBefore = new Date(clock().getTime() - UNCONFIRMED_MS);
  log.info('mailings.subscribers-cleared', { count: await deleteUnwilling(db, askedBefore) });
}
