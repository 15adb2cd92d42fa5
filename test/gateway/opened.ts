import { cast } from '#prisma/cast.ts';
import { grant, withdraw } from '#src/consent/decide.ts';
import { findOptIns, type OptIn } from '#src/consent/opt-in.ts';
import { LiveProcessor } from '#src/gateway/proofs.ts';
import type { Db } from '#src/platform/db.ts';
import type { PersonId } from '#src/platform/ids.ts';
import { type Personal, seal } from '#src/platform/personal.ts';
import type { OptInName } from '#src/policy/catalogue.ts';
import { freshDatabase } from '../support/database.ts';
import { personIn } from '../support/people.ts';

type CastName = keyof typeof cast;

/** Monday noon, on which everything in these tests happens unless said otherwise. */
export const MONDAY = new Date('2026-11-23T12:00:00Z');

/** A database with Ada, Ben and Chloé in it, a clock that stands still, and what the gateway asks for. */
export async function openedGateway() {
  const { db, drop } = await freshDatabase();
  const ids = { ada: await personIn(db, 'ada'), ben: await personIn(db, 'ben'), chloe: await personIn(db, 'chloe') };
  return { db, drop, ids, parts: { db, clock: () => MONDAY } };
}

/** What a store would hand out for a column of somebody's. */
export const sealedFrom = (about: PersonId, who: CastName, under = 1) => ({
  name: seal('name', cast[who].name, { about, under, via: 'registration' }),
  email: seal('email', cast[who].email, { about, under, via: 'registration' }),
});

type Asked = { subject: PersonId; optIn: OptInName; recipientId: string };

/** Somebody opts in, and the proof of it is found as the product finds it. */
export async function optsIn(parts: { db: Db; clock: () => Date }, asked: Asked): Promise<OptIn> {
  await grant(parts, parts.db, { ...asked, surface: 'webinar', shown: 'These words.' });
  return optInOf(parts, asked);
}

export async function optInOf({ db }: { db: Db }, { subject, optIn, recipientId }: Asked): Promise<OptIn> {
  const found = (await findOptIns(db, { subjects: [subject], optIn, recipientId })).get(subject);
  if (found === undefined) throw new Error('There is no such opt-in.');
  return found;
}

export const takesBack = (parts: { db: Db; clock: () => Date }, asked: Asked): Promise<bigint> =>
  withdraw(parts, parts.db, { ...asked, surface: 'profile', shown: 'These words.' });

/** Publishes a version that allows exactly these combinations. */
export async function publishes(db: Db, id: number, { allowed, at }: { allowed: readonly string[]; at: Date }) {
  const before = (await db.policyVersion.findFirst({ orderBy: { id: 'desc' } }))?.catalogue as string[] | undefined;
  const widening = before !== undefined && allowed.some((each) => !before.includes(each));
  const admins = { publishedBy: ADMINS[0], approvedBy: widening ? ADMINS[1] : null };
  const day = new Date(at.toISOString().slice(0, 10));
  await db.policyVersion.create({
    data: {
      ...{ id, publishedAt: at, effectiveAt: at, lastModified: day, bodySha256: 'b'.repeat(64), body: [] },
      ...{ catalogue: [...allowed], widening, ...admins },
    },
  });
}

const ADMINS = ['e0e0e0e0-0000-4000-8000-000000000001', 'e0e0e0e0-0000-4000-8000-000000000002'] as const;

/** Any value under a category that the types would not let pass. */
export const anyCategory = (category: string, about: string): Personal<never> =>
  seal(category as never, 'planted', { about, under: 1, via: 'form' });

/** The agreement with the company that carries letters about accounts, or another one. */
export const relay = (other: Partial<Parameters<typeof LiveProcessor.from>[0]> = {}) =>
  LiveProcessor.from({
    id: 'letters',
    purposes: ['conferencing'],
    categories: ['email'],
    signedAt: new Date('2026-01-01T00:00Z'),
    validUntil: new Date('2027-01-01T00:00Z'),
    ...other,
  });
