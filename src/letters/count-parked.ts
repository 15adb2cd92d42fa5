import type { Parts } from '../platform/parts.ts';
import { countOutbox } from './outbox-store.ts';

/** How many letters wait for somebody to look at them. */
export const countParked = async ({ db }: Pick<Parts, 'db'>): Promise<number> =>
  (await countOutbox(db)).get('parked') ?? 0;
