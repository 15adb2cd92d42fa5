import type { Parts } from '../platform/parts.ts';
import { openSessions } from './store.ts';

/** Those of these sessions that are over, whichever way: signed out here or elsewhere, a new password, or their time. */
export async function endedSessions({ db, clock }: Pick<Parts, 'db' | 'clock'>, keys: string[]): Promise<Set<string>> {
  return new Set(keys).difference(new Set(await openSessions(db, keys, clock())));
}
