import { cast, castPassword } from '#prisma/cast.ts';
import { hashPassword } from '#src/accounts/hash-password.ts';
import type { Db } from '#src/platform/db.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import type { Category } from '#src/policy/catalogue.ts';

export type Member = keyof typeof cast;
export const MEMBERS = Object.keys(cast) as Member[];

type Plant = (category: Category, value: string) => string;

let passwordHash: string | undefined;

/** An account with something of its own in every field there is. Gives its id. */
export async function movesInMarked(db: Db, who: Member, mark: string, plant: Plant): Promise<PersonId> {
  passwordHash ??= await hashPassword(castPassword);
  const id = newId<PersonId>();
  const at = new Date();
  const { role, timeZone } = cast[who];
  const topics = { question: 'topics', answer: plant('optional_info', `${who}: ${mark}?`), at, policyVersionId: 1 };

  await db.person.create({
    data: {
      ...{ id, role, timeZone, passwordHash, policyVersionId: 1 },
      ...{ agePassedAt: at, changedAt: at, createdAt: at, confirmedAt: at },
      email: plant('email', `${who}.${mark}'s@anymeeting.example`),
      name: plant('name', `${who} "${mark}" O'Hara`),
      howHeard: plant('how_heard', `${who} read <${mark}> in a paper & liked it`),
      address: plant('address', `${mark} ${who}'s Lane`),
      zip: plant('zip', `${mark}-${who}`),
      phone: plant('phone', `+44 ${mark} ${who}`),
      optionalAnswers: { create: topics },
    },
  });
  return id;
}
