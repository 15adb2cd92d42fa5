import type { Queries, Tx } from '../platform/db.ts';
import { type CollectionPoint, type Personal, seal } from '../platform/personal.ts';

/** Somebody without an account who asked for our news. */
export type Subscriber = {
  id: string;
  email: Personal<'email'>;
  addressHash: string;
  policyVersionId: number;
  agePassedAt: Date;
  createdAt: Date;
};

export type NewSubscriber = {
  id: string;
  email: string;
  addressHash: string;
  policyVersionId: number;
  agePassedAt: Date;
  createdAt: Date;
};

/**
 * The row of this address. One that waits for its confirmation counts as asked for anew; one that is confirmed stays as it
 * is, because anybody can type an address.
 */
export async function keepSubscriber(tx: Tx, subscriber: NewSubscriber): Promise<Subscriber> {
  const { email, policyVersionId, agePassedAt, createdAt } = subscriber;
  await tx.subscriber.createMany({ data: [subscriber], skipDuplicates: true });
  await tx.$executeRaw`
    UPDATE "Subscriber" SET "policyVersionId" = ${policyVersionId}, "agePassedAt" = ${agePassedAt}, "createdAt" = ${createdAt}
    WHERE "email" = ${email} AND mail_standing("addressHash", 'news') <> 'confirmed'`;
  return sealed(await tx.subscriber.findUniqueOrThrow({ where: { email } }));
}

/** Forgets an address for which nothing was asked after all. */
export async function deleteUnasked(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "Subscriber" WHERE "id" = ${id}::uuid AND mail_standing("addressHash", 'news') NOT IN ('confirmed', 'requested')`;
}

export async function subscriberWithAddress(tx: Tx, email: string): Promise<Subscriber | undefined> {
  const row = await tx.subscriber.findUnique({ where: { email } });
  return row === null ? undefined : sealed(row);
}

export async function setOwnLink(tx: Tx, id: string, link: { linkHash: string; linkExpiresAt: Date }): Promise<void> {
  await tx.subscriber.update({ where: { id }, data: link, select: { id: true } });
}

export async function subscriberByLink(tx: Tx, linkHash: string, now: Date): Promise<Subscriber | undefined> {
  const row = await tx.subscriber.findFirst({ where: { linkHash, linkExpiresAt: { gt: now } } });
  return row === null ? undefined : sealed(row);
}

export async function deleteSubscriber(tx: Tx, id: string): Promise<void> {
  await tx.subscriber.deleteMany({ where: { id } });
}

/** Those who stopped the news since they asked for it, and those who asked before then and never confirmed. Says how many went. */
export async function deleteUnwilling(tx: Tx, askedBefore: Date): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "Subscriber" s WHERE mail_standing(s."addressHash", 'news') <> 'confirmed' AND (
      s."createdAt" <= ${askedBefore} OR EXISTS (
        SELECT FROM "MailEvent" e WHERE e."addressHash" = s."addressHash" AND e."stream" IN ('news', 'all')
          AND e."act" IN ('unsubscribed', 'complained', 'bounced') AND e."at" >= s."createdAt"))`;
}

/** A page of the addresses of subscribers, in a lasting order. */
export async function subscribersAfter(tx: Queries, { after, take }: { after: string | undefined; take: number }) {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT * FROM "Subscriber" WHERE ${after ?? null}::uuid IS NULL OR "id" > ${after ?? null}::uuid
    ORDER BY "id" LIMIT ${take}::int`;
  return rows.map(sealed);
}

type Row = Omit<Subscriber, 'email'> & {
  email: string;
  collectedVia: CollectionPoint;
};

const sealed = ({
  id,
  email,
  addressHash,
  policyVersionId,
  collectedVia,
  agePassedAt,
  createdAt,
}: Row): Subscriber => ({
  ...{ id, addressHash, policyVersionId, agePassedAt, createdAt },
  email: seal('email', email, { about: id, under: policyVersionId, via: collectedVia }),
});
