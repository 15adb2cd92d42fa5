import { showOwn } from '../gateway/release.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { attendancesBy } from './store.ts';

/** The webinars that somebody came to, the latest first, with when they came and left: for their own eyes (PP-12.3). */
export async function findAttended({ db }: Pick<Parts, 'db'>, personId: PersonId) {
  const attended = await attendancesBy(db, personId);
  return attended.map(({ webinar, times }) => {
    const own = showOwn(times, personId);
    return { webinar, joinedAt: own.as(({ joinedAt }) => joinedAt), leftAt: own.as(({ leftAt }) => leftAt) };
  });
}
