import { cast } from '#prisma/cast.ts';
import type { Db } from '#src/platform/db.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { publishFirstPolicy } from '#src/policy/policy.ts';

/** Long before anything a test does. */
const CREATED = new Date('2026-01-01T00:00Z');

/** Somebody of the cast with a confirmed account and no password that fits: for tests that are not about signing in. */
export async function personIn(db: Db, name: keyof typeof cast): Promise<PersonId> {
  await publishFirstPolicy({ db, clock: () => CREATED });
  const id = newId<PersonId>();
  const account = { passwordHash: 'none', policyVersionId: 1, confirmedAt: CREATED };
  const times = { agePassedAt: CREATED, changedAt: CREATED, createdAt: CREATED };

  await db.person.create({ data: { id, ...cast[name], ...account, ...times } });
  return id;
}
