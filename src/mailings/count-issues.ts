import type { Parts } from '../platform/parts.ts';
import { countUnderWay } from './issue-store.ts';

/** How many issues are scheduled or leaving. */
export const countIssues = ({ db }: Pick<Parts, 'db'>): Promise<number> => countUnderWay(db);
