import type { Parts } from '../platform/parts.ts';
import { openSessions } from './store.ts';

/**
 * Those of these sessions that are over in a room, whichever way: signed out here or elsewhere, a new password, their time,
 * or an account that is suspended.
 */
export async function endedSessions({ db, clock }: Pick<Parts, 'db' | 'clock'>, keys: string[]): Promise<Set<string>> {
  return new Set(keys).difference(new Set(await openSessions(db, keys, clock())));
}
