import { look } from '../gateway/release.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { findPeople } from './store.ts';

const PER_PAGE = 50;

type Wanted = { find: string; page: number; by: PersonId };

/**
 * One page of everybody with an account, by name, and whether there are more. Each look is written down and shown to the
 * person it was at (PP-03.3).
 */
export async function listPeople(parts: Pick<Parts, 'db' | 'clock'>, { find, page, by }: Wanted) {
  return parts.db.transaction(async (tx) => {
    const rows = await findPeople(tx, { find, skip: (page - 1) * PER_PAGE, take: PER_PAGE + 1 });
    const shown = rows.slice(0, PER_PAGE);
    const seen = await look(
      parts,
      tx,
      shown.flatMap(({ name, email }) => [name, email]),
      { by, view: '/admin/people' },
    );
    const people = shown.map(({ id, role, confirmedAt, suspendedAt, createdAt }, at) => ({
      ...{ id, role, confirmedAt, suspendedAt, createdAt },
      name: seen[2 * at],
      email: seen[2 * at + 1],
    }));
    return { people, hasMore: rows.length > PER_PAGE };
  });
}
