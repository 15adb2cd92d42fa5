import { z } from 'zod';
import { holding, type Queries, type Tx } from '../platform/db.ts';
import type { Prisma } from '../platform/generated/client.ts';
import type { PersonId } from '../platform/ids.ts';
import { type Origin, type Personal, seal, sealMaybe } from '../platform/personal.ts';
import { type Category, categoryNames } from '../policy/catalogue.ts';

export type Role = 'member' | 'staff' | 'admin';

export type Theme = 'system' | 'light' | 'dark';

/** Somebody with an account. Whatever is personal is sealed: it opens in the gateway. */
export type Person = {
  id: PersonId;
  name: Personal<'name'>;
  email: Personal<'email'>;
  howHeard: Personal<'how_heard'>;
  timeZone: Personal<'time_zone'>;
  address: Personal<'address'> | null;
  zip: Personal<'zip'> | null;
  phone: Personal<'phone'> | null;
  theme: Personal<'settings', Theme>;
  role: Role;
  passwordHash: string;
  policyVersionId: number;
  agePassedAt: Date;
  confirmedAt: Date | null;
  suspendedAt: Date | null;
  createdAt: Date;
};

/** What registering brings. Plain, because it comes from the person and goes nowhere but into the table. */
export type NewPerson = {
  id: PersonId;
  name: string;
  email: string;
  howHeard: string;
  timeZone: string;
  role?: Role;
  passwordHash: string;
  policyVersionId: number;
  agePassedAt: Date;
  confirmedAt: Date | null;
  createdAt: Date;
};

const PERSON = {
  id: true,
  name: true,
  email: true,
  howHeard: true,
  timeZone: true,
  address: true,
  zip: true,
  phone: true,
  theme: true,
  role: true,
  passwordHash: true,
  policyVersionId: true,
  collectedUnder: true,
  collectedVia: true,
  agePassedAt: true,
  confirmedAt: true,
  suspendedAt: true,
  createdAt: true,
} as const;

type PersonRow = Prisma.PersonGetPayload<{ select: typeof PERSON }>;

/** Under which version, and at which moment, each value of a person was collected. */
function originsOf(row: Pick<PersonRow, 'id' | 'policyVersionId' | 'collectedUnder' | 'collectedVia'>) {
  const under = Under.parse(row.collectedUnder);
  return (category: Category): Origin => ({
    about: row.id,
    under: under[category] ?? row.policyVersionId,
    via: category in under ? 'form' : row.collectedVia,
  });
}

/** Seals the personal columns, each with the version it was collected under. */
function fromRow({ collectedUnder, collectedVia, ...row }: PersonRow): Person {
  const origin = originsOf({ ...row, collectedUnder, collectedVia });
  return {
    ...row,
    id: row.id as PersonId,
    name: seal('name', row.name, origin('name')),
    email: seal('email', row.email, origin('email')),
    howHeard: seal('how_heard', row.howHeard, origin('how_heard')),
    timeZone: seal('time_zone', row.timeZone, origin('time_zone')),
    address: sealMaybe('address', row.address, origin('address')),
    zip: sealMaybe('zip', row.zip, origin('zip')),
    phone: sealMaybe('phone', row.phone, origin('phone')),
    theme: seal('settings', row.theme, origin('settings')),
  };
}

const Under = z.partialRecord(z.enum(categoryNames), z.int());

/** False when the address has an account already; two at once wait for each other here. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<boolean> {
  const { count } = await tx.person.createMany({
    data: [{ ...person, changedAt: person.createdAt }],
    skipDuplicates: true,
  });
  return count === 1;
}

export const findPerson = (tx: Tx, id: PersonId): Promise<Person | null> => personWith(tx, { id });

export const findPersonByEmail = (tx: Tx, email: string): Promise<Person | null> => personWith(tx, { email });

async function personWith(tx: Tx, where: { id: PersonId } | { email: string }): Promise<Person | null> {
  const row = await tx.person.findUnique({ where, select: PERSON });
  return row === null ? null : fromRow(row);
}

const NAMED = {
  id: true,
  name: true,
  policyVersionId: true,
  collectedUnder: true,
  collectedVia: true,
  changedAt: true,
} as const;

/** The names of these people; with `since`, of those alone whose account has changed after it. */
export async function namesOf(tx: Tx, { ids, since }: { ids: PersonId[]; since?: Date }) {
  const changed = since === undefined ? {} : { changedAt: { gt: since } };
  const rows = await tx.person.findMany({ where: { id: { in: ids }, ...changed }, select: NAMED });
  return rows.map(({ changedAt, ...row }) => ({
    id: row.id as PersonId,
    name: seal('name', row.name, originsOf(row)('name')),
    changedAt,
  }));
}

/** The addresses of these people. */
export async function addressesOf(tx: Tx, ids: PersonId[]) {
  const rows = await tx.person.findMany({ where: { id: { in: ids } }, select: { ...NAMED, email: true } });
  return rows.map((row) => ({ id: row.id as PersonId, email: seal('email', row.email, originsOf(row)('email')) }));
}

/** The confirmed addresses of those who are not suspended, in a lasting order. */
export async function mailboxesAfter(tx: Queries, { after, take }: { after: PersonId | undefined; take: number }) {
  const rows = await tx.$queryRaw<MailboxRow[]>`
    SELECT "id", "email", "policyVersionId", "collectedUnder", "collectedVia" FROM "Person"
    WHERE "confirmedAt" IS NOT NULL AND "suspendedAt" IS NULL AND (${after ?? null}::uuid IS NULL OR "id" > ${after ?? null}::uuid)
    ORDER BY "id" LIMIT ${take}::int`;
  return rows.map((row) => ({ id: row.id as PersonId, email: seal('email', row.email, originsOf(row)('email')) }));
}

type MailboxRow = Pick<PersonRow, 'id' | 'email' | 'policyVersionId' | 'collectedUnder' | 'collectedVia'>;

/** Leaves the moment of an earlier confirmation as it is. */
export async function setConfirmed(tx: Tx, id: PersonId, at: Date): Promise<void> {
  await tx.person.updateMany({ where: { id, confirmedAt: null }, data: { confirmedAt: at } });
}

export async function setPassword(tx: Tx, id: PersonId, passwordHash: string): Promise<void> {
  await tx.person.update({ where: { id }, data: { passwordHash }, select: { id: true } });
}

export async function setRole(tx: Tx, id: PersonId, role: Role): Promise<void> {
  await tx.person.update({ where: { id }, data: { role }, select: { id: true } });
}

/** The admins who may act as such, held until the transaction ends, so that two of them cannot dismiss each other at once. */
export async function lockAdmins(tx: Tx): Promise<PersonId[]> {
  const rows = await tx.$queryRaw<{ id: PersonId }[]>`
    SELECT "id" FROM "Person" WHERE "role" = 'admin' AND "suspendedAt" IS NULL ORDER BY "id" FOR UPDATE`;
  return rows.map(({ id }) => id);
}

export const countBeyond = (tx: Tx, emails: string[]) => tx.person.count({ where: { email: { notIn: emails } } });

export const countAdmins = (tx: Tx) => tx.person.count({ where: { role: 'admin' } });

/** Whom a list of people is asked for; an empty word leaves that open. */
export type PeopleLike = { find: string; role: Role | ''; state: 'suspended' | 'unconfirmed' | '' };

function like({ find, role, state }: PeopleLike): Prisma.PersonWhereInput {
  return {
    ...(find !== '' && { OR: [{ name: holding(find) }, { email: holding(find) }] }),
    ...(role !== '' && { role }),
    ...(state === 'suspended' && { suspendedAt: { not: null } }),
    ...(state === 'unconfirmed' && { confirmedAt: null }),
  };
}

/** People who fit, by name. */
export async function findPeople(tx: Tx, { skip, take, ...wanted }: PeopleLike & { skip: number; take: number }) {
  const orderBy = [{ name: 'asc' as const }, { id: 'asc' as const }];
  const rows = await tx.person.findMany({ where: like(wanted), select: PERSON, orderBy, skip, take });
  return rows.map(fromRow);
}

export const countPeopleLike = (tx: Tx, wanted: PeopleLike): Promise<number> =>
  tx.person.count({ where: like(wanted) });

export type RoleCount = { role: Role; accounts: number; unconfirmed: number; suspended: number; forgotten: number };

export const countByRole = (tx: Tx) => tx.$queryRaw<RoleCount[]>`
  SELECT "role"::text AS "role", count(*)::int AS "accounts",
    count(*) FILTER (WHERE "confirmedAt" IS NULL)::int AS "unconfirmed", count("suspendedAt")::int AS "suspended",
    count(*) FILTER (WHERE "howHeard" = '')::int AS "forgotten"
  FROM "Person" GROUP BY "role" ORDER BY "Person"."role"`;

/** Forgets how people heard of us whose accounts were opened by then. Returns of how many. */
export async function forgetHowHeard(tx: Tx, openedBy: Date): Promise<number> {
  const where = { createdAt: { lte: openedBy }, howHeard: { not: '' } };
  return (await tx.person.updateMany({ where, data: { howHeard: '' } })).count;
}

export async function replaceFirstAdminLink(tx: Tx, hash: string, at: Date): Promise<void> {
  const fresh = { hash, createdAt: at, usedAt: null };
  await tx.firstAdminLink.upsert({
    where: { id: 1 },
    create: { id: 1, ...fresh },
    update: fresh,
    select: { id: true },
  });
}

export const firstAdminLinkIsOpen = async (tx: Tx, hash: string) =>
  (await tx.firstAdminLink.count({ where: { hash, usedAt: null } })) === 1;

export async function spendFirstAdminLink(tx: Tx, hash: string, at: Date): Promise<boolean> {
  const { count } = await tx.firstAdminLink.updateMany({ where: { hash, usedAt: null }, data: { usedAt: at } });
  return count === 1;
}

export type SessionRow = {
  id: string;
  personId: PersonId | null;
  data: object;
  createdAt: Date;
  seenAt: Date;
  expiresAt: Date;
};

export const findSession = async (tx: Tx, id: string, now: Date) =>
  (await tx.session.findFirst({ where: { id, expiresAt: { gt: now } } })) as SessionRow | null;

/** A row that exists keeps the moment of its first sign-in, and with it its end. */
export async function putSession(tx: Tx, { id, personId, data, ...times }: SessionRow): Promise<void> {
  const content = { personId, data };
  await tx.session.upsert({
    where: { id },
    create: { id, ...content, ...times },
    update: content,
    select: { id: true },
  });
}

export async function setSeen(tx: Tx, id: string, seenAt: Date, expiresAt: Date): Promise<void> {
  await tx.session.updateMany({ where: { id }, data: { seenAt, expiresAt } });
}

/** Those of these sessions that have not ended and are of nobody whose account is suspended. */
export async function openSessions(tx: Tx, ids: string[], now: Date): Promise<string[]> {
  const ofNobodySuspended = { OR: [{ personId: null }, { person: { suspendedAt: null } }] };
  const where = { id: { in: ids }, expiresAt: { gt: now }, ...ofNobodySuspended };
  const rows = await tx.session.findMany({ where, select: { id: true } });
  return rows.map(({ id }) => id);
}

export async function deleteSession(tx: Tx, id: string): Promise<void> {
  await tx.session.deleteMany({ where: { id } });
}

/** Signs the person out of every browser, except the one whose session is named. */
export async function deleteSessionsOf(tx: Tx, personId: PersonId, except?: string): Promise<number> {
  const others = except === undefined ? {} : { id: { not: except } };
  return (await tx.session.deleteMany({ where: { personId, ...others } })).count;
}

export const findSessionsOf = (tx: Tx, personId: PersonId, now: Date) =>
  tx.session.findMany({
    where: { personId, expiresAt: { gt: now } },
    select: { id: true, createdAt: true, seenAt: true },
    orderBy: { seenAt: 'desc' },
  });

/** Removes what is over: sessions, links long spent or expired, and counts of tries. */
export async function deleteExpired(tx: Tx, now: Date, keepLinksUntil: Date): Promise<number> {
  const sessions = await tx.session.deleteMany({ where: { expiresAt: { lte: now } } });
  await tx.mailedLink.deleteMany({ where: { expiresAt: { lte: keepLinksUntil } } });
  await tx.rateLimiterFlexible.deleteMany({ where: { expire: { lte: now } } });
  return sessions.count;
}
