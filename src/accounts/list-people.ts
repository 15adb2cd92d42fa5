import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { findPeople } from './store.ts';

const PER_PAGE = 50;

/** One page of everybody with an account, by name, and whether there are more. */
export async function listPeople({ db }: Pick<Parts, 'db'>, { find, page }: { find: string; page: number }) {
  const rows = await findPeople(db, { find, skip: (page - 1) * PER_PAGE, take: PER_PAGE + 1 });
  const people = rows.slice(0, PER_PAGE).map((row) => ({ ...row, id: row.id as PersonId }));
  return { people, hasMore: rows.length > PER_PAGE };
}
