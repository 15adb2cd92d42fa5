import { look } from '../gateway/release.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { countByRole, countPeopleLike, findPeople, findPerson, type PeopleLike } from './store.ts';

export const PER_PAGE = 50;

export type Wanted = PeopleLike & { page: number; by: PersonId };

type ListParts = Pick<Parts, 'db' | 'clock'>;

/**
 * One page of everybody with an account who fits, by name, and how many fit in all. Each look is written down and shown to
 * the person it was at (PP-03.3).
 */
export async function listPeople(parts: ListParts, { page, by, ...like }: Wanted) {
  return parts.db.transaction(async (tx) => {
    const rows = await findPeople(tx, { ...like, skip: (page - 1) * PER_PAGE, take: PER_PAGE });
    const found = await countPeopleLike(tx, like);
    const seen = await look(
      parts,
      tx,
      rows.flatMap(({ name, email }) => [name, email]),
      { by, view: '/admin/people' },
    );
    const people = rows.map(({ id, role, confirmedAt, suspendedAt, createdAt }, at) => ({
      ...{ id, role, confirmedAt, suspendedAt, createdAt },
      name: seen[2 * at],
      email: seen[2 * at + 1],
    }));
    return { people, found };
  });
}

/**
 * One account as an admin sees it: who it is, and how it stands. The look is written down. Whatever else is held about
 * somebody is theirs to see, and opens to staff only because of a question of theirs (PP-03.3).
 */
export async function lookAtPerson(parts: ListParts, { id, by }: { id: PersonId; by: PersonId }) {
  return parts.db.transaction(async (tx) => {
    const person = await findPerson(tx, id);
    if (person === null) throw notFound();

    const [name, email] = await look(parts, tx, [person.name, person.email], { by, view: '/admin/people/:id' });
    const { role, confirmedAt, suspendedAt, createdAt } = person;
    return { id, role, confirmedAt, suspendedAt, createdAt, name, email };
  });
}

/** How many accounts there are of each role, and how many of them are waiting or suspended. */
export const countPeople = ({ db }: Pick<Parts, 'db'>) => countByRole(db);
