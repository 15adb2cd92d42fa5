import type { Parts } from '../platform/parts.ts';
import { countOpenTickets } from './store.ts';

/** How many questions wait for an answer of staff. */
export const countOpen = ({ db }: Pick<Parts, 'db'>): Promise<number> => countOpenTickets(db);
