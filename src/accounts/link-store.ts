import type { Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';

export type LinkPurpose = 'confirm_address' | 'reset_password';

export type NewLink = { hash: string; personId: PersonId; purpose: LinkPurpose; createdAt: Date; expiresAt: Date };

/** One statement, whether or not there is such a person: nobody can tell by the time. */
export async function insertLink(tx: Tx, { hash, personId, purpose, createdAt, expiresAt }: NewLink): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "MailedLink" ("hash", "personId", "purpose", "createdAt", "expiresAt")
    SELECT ${hash}, "id", ${purpose}::"LinkPurpose", ${createdAt}, ${expiresAt} FROM "Person" WHERE "id" = ${personId}::uuid`;
}

const unspent = (hash: string, purpose: LinkPurpose, now: Date) => ({
  hash,
  purpose,
  usedAt: null,
  expiresAt: { gt: now },
});

export async function findOpenLink(
  tx: Tx,
  hash: string,
  purpose: LinkPurpose,
  now: Date,
): Promise<PersonId | undefined> {
  const link = await tx.mailedLink.findFirst({ where: unspent(hash, purpose, now), select: { personId: true } });
  return link?.personId as PersonId | undefined;
}

/** Marks one link as used. Of two at once, one gets the person and the other gets nothing. */
export async function spendLink(tx: Tx, hash: string, purpose: LinkPurpose, now: Date): Promise<PersonId | undefined> {
  const where = unspent(hash, purpose, now);
  const [link] = await tx.mailedLink.updateManyAndReturn({ where, data: { usedAt: now }, select: { personId: true } });
  return link?.personId as PersonId | undefined;
}

/** The person's other links of this kind are worth nothing from now on. */
export async function spendLinksOf(tx: Tx, personId: PersonId, purpose: LinkPurpose, now: Date): Promise<void> {
  await tx.mailedLink.updateMany({ where: { personId, purpose, usedAt: null }, data: { usedAt: now } });
}
