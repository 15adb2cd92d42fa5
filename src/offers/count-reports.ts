import type { Parts } from '../platform/parts.ts';
import { countOpenReports } from './store.ts';

/** How many reports nobody has settled yet. */
export const countReports = ({ db }: Pick<Parts, 'db'>): Promise<number> => countOpenReports(db);
