import type { Tx } from '../platform/db.ts';
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

/** The row of this address; one that is there already counts as asked for anew. */
export async function keepSubscriber(tx: Tx, { id, email, addressHash, ...anew }: NewSubscriber): Promise<Subscriber> {
  return sealed(
    await tx.subscriber.upsert({ where: { email }, create: { id, email, addressHash, ...anew }, update: anew }),
  );
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

/** Those who do not want the news, by now or since they asked for it, except who asked after then. Says how many went. */
export async function deleteUnwilling(tx: Tx, askedBefore: Date): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "Subscriber" WHERE mail_standing("addressHash", 'news') <> 'confirmed' AND "createdAt" <= ${askedBefore}`;
}

/** A page of the addresses of subscribers, in a lasting order. */
export async function subscribersAfter(tx: Tx, { after, take }: { after: string | undefined; take: number }) {
  const where = after === undefined ? {} : { id: { gt: after } };
  return (await tx.subscriber.findMany({ where, orderBy: { id: 'asc' }, take })).map(sealed);
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
