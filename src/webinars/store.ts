import { releasedBefore } from '../gateway/release.ts';
import type { Db, Tx } from '../platform/db.ts';
import type { AttendeeId, PersonId, WebinarCode, WebinarId } from '../platform/ids.ts';
import { type Personal, type Released, seal, sealMaybe } from '../platform/personal.ts';

/** A webinar as everybody may see it. */
export type Webinar = {
  id: WebinarId;
  code: WebinarCode;
  title: string;
  description: string;
  hostId: PersonId;
  /** As it stands on the webinar's page, under the release that was written when the webinar was scheduled. */
  hostName: Released<'participants'>;
  startsAt: Date;
  /** Wall time as the host wrote it, YYYY-MM-DDTHH:MM, in `timeZone`. */
  startsLocal: string;
  timeZone: string;
  lengthMinutes: number;
  liveAt: Date | null;
  endedAt: Date | null;
  cancelledAt: Date | null;
};

export type Plan = Pick<Webinar, 'title' | 'description' | 'startsAt' | 'startsLocal' | 'timeZone' | 'lengthMinutes'>;

/** A webinar of this host and of nobody else: the scope is part of every query that changes one. */
export type Own = { id: WebinarId; hostId: PersonId };

const SEEN = {
  id: true,
  code: true,
  title: true,
  description: true,
  hostId: true,
  startsAt: true,
  startsLocal: true,
  timeZone: true,
  lengthMinutes: true,
  liveAt: true,
  endedAt: true,
  cancelledAt: true,
  hostReleaseId: true,
  host: { select: { name: true, policyVersionId: true } },
} as const;

const NOT_STARTED = { liveAt: null, endedAt: null, cancelledAt: null };

export async function insertWebinar(
  tx: Tx,
  webinar: Plan & { id: WebinarId; code: WebinarCode; hostId: PersonId; hostReleaseId: bigint; createdAt: Date },
): Promise<void> {
  await tx.webinar.create({ data: webinar });
}

export async function webinarWith(
  tx: Tx | Db,
  where: { id: WebinarId } | { code: WebinarCode },
): Promise<Webinar | undefined> {
  const row = await tx.webinar.findUnique({ where, select: SEEN });
  return row === null ? undefined : fromRow(row);
}

export async function ownWebinar(
  tx: Tx | Db,
  own: { code: WebinarCode; hostId: PersonId },
): Promise<Webinar | undefined> {
  const row = await tx.webinar.findUnique({ where: own, select: SEEN });
  return row === null ? undefined : fromRow(row);
}

/** Every webinar of a host, the earliest first. */
export async function webinarsOf(tx: Tx | Db, hostId: PersonId): Promise<Webinar[]> {
  const rows = await tx.webinar.findMany({
    where: { hostId },
    select: SEEN,
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(fromRow);
}

/** These webinars, by id. Those that are gone are not among them. */
export async function webinarsWith(tx: Tx, ids: string[]): Promise<Webinar[]> {
  const rows = await tx.webinar.findMany({ where: { id: { in: ids } }, select: SEEN });
  return rows.map(fromRow);
}

/** One webinar of each of these hosts: the latest that was planned. */
export async function latestOfHosts(tx: Tx, hostIds: string[]): Promise<Webinar[]> {
  const rows = await tx.webinar.findMany({
    where: { hostId: { in: hostIds } },
    select: SEEN,
    orderBy: { createdAt: 'desc' },
    distinct: ['hostId'],
  });
  return rows.map(fromRow);
}

/** False if the webinar is not this host's, or has started, ended or been cancelled in the meantime. */
export const updatePlan = (tx: Tx, own: Own, plan: Plan): Promise<boolean> =>
  changed(tx, { ...own, ...NOT_STARTED }, plan);

/** False if it has started, ended or been cancelled already. */
export const markCancelled = (tx: Tx, own: Own, cancelledAt: Date): Promise<boolean> =>
  changed(tx, { ...own, ...NOT_STARTED }, { cancelledAt });

/** False if it is live already, has ended or was cancelled. */
export const markLive = (tx: Tx, id: WebinarId, liveAt: Date): Promise<boolean> =>
  changed(tx, { id, ...NOT_STARTED }, { liveAt });

/** False if it has ended already or was cancelled. */
export const markEnded = (tx: Tx, id: WebinarId, endedAt: Date): Promise<boolean> =>
  changed(tx, { id, endedAt: null, cancelledAt: null }, { endedAt });

type Change = Partial<Plan> | { cancelledAt: Date } | { liveAt: Date } | { endedAt: Date };
type Scope = { id: WebinarId; hostId?: PersonId; liveAt?: null; endedAt: null; cancelledAt: null };

async function changed(tx: Tx, where: Scope, data: Change): Promise<boolean> {
  const { count } = await tx.webinar.updateMany({ where, data });
  return count === 1;
}

type Row = Omit<Webinar, 'id' | 'code' | 'hostId' | 'hostName'> & {
  id: string;
  code: string;
  hostId: string;
  hostReleaseId: bigint;
  host: { name: string; policyVersionId: number };
};

function fromRow({ host, hostReleaseId, ...row }: Row): Webinar {
  const { id, code, hostId } = row;
  const name = seal('name', host.name, { about: hostId, under: host.policyVersionId, via: 'registration' });
  return {
    ...row,
    id: id as WebinarId,
    code: code as WebinarCode,
    hostId: hostId as PersonId,
    hostName: releasedBefore('name-host', name, { to: id, releaseId: hostReleaseId }),
  };
}

export type AttendanceRow = {
  id: string;
  webinarId: WebinarId;
  attendeeId: AttendeeId;
  personId: PersonId | null;
  guestName: string | null;
  policyVersionId: number;
  joinedAt: Date;
  leftAt: Date | null;
};

/**
 * One row for each attendee, however often they come. News that come late change nothing that is newer: a row whose end is
 * known is opened by a later arrival alone. Rows of people and webinars that are gone are passed over.
 */
export async function putAttendances(tx: Tx, rows: AttendanceRow[]): Promise<void> {
  const column = <Key extends keyof AttendanceRow>(key: Key) => rows.map((row) => row[key]);
  const instants = (key: 'joinedAt' | 'leftAt') => rows.map((row) => row[key]?.toISOString() ?? null);
  await tx.$executeRaw`
    INSERT INTO "Attendance" ("id", "webinarId", "attendeeId", "personId", "guestName", "policyVersionId", "joinedAt", "leftAt")
    SELECT news.* FROM unnest(
      ${column('id')}::uuid[], ${column('webinarId')}::uuid[], ${column('attendeeId')}::uuid[], ${column('personId')}::uuid[],
      ${column('guestName')}::text[], ${column('policyVersionId')}::int[],
      ${instants('joinedAt')}::timestamptz[], ${instants('leftAt')}::timestamptz[]
    ) AS news("id", "webinarId", "attendeeId", "personId", "guestName", "policyVersionId", "joinedAt", "leftAt")
    JOIN "Webinar" ON "Webinar"."id" = news."webinarId"
    LEFT JOIN "Person" ON "Person"."id" = news."personId"
    WHERE news."personId" IS NULL OR "Person"."id" IS NOT NULL
    ON CONFLICT ("webinarId", "attendeeId") DO UPDATE SET
      "joinedAt" = LEAST("Attendance"."joinedAt", EXCLUDED."joinedAt"),
      "leftAt" = CASE
        WHEN EXCLUDED."leftAt" IS NOT NULL THEN GREATEST("Attendance"."leftAt", EXCLUDED."leftAt")
        WHEN EXCLUDED."joinedAt" < "Attendance"."leftAt" THEN "Attendance"."leftAt"
      END`;
}

export type Times = { joinedAt: Date; leftAt: Date | null };

/** Somebody who came to a webinar, sealed. A member's name is with their account; a guest whose name is cleared has none. */
export type Attendance = {
  personId: PersonId | null;
  guestName: Personal<'name'> | null;
  times: Personal<'attendance', Times>;
};

/** Everybody who came to a webinar, the first to come first. */
export async function attendancesOf(tx: Tx, webinarId: WebinarId): Promise<Attendance[]> {
  const rows = await tx.attendance.findMany({ where: { webinarId }, orderBy: [{ joinedAt: 'asc' }, { id: 'asc' }] });
  return rows.map(({ personId, attendeeId, guestName, policyVersionId, collectedVia, joinedAt, leftAt }) => {
    const origin = { about: personId ?? attendeeId, under: policyVersionId, via: collectedVia };
    return {
      personId: personId as PersonId | null,
      guestName: sealMaybe('name', guestName, origin),
      times: seal('attendance', { joinedAt, leftAt }, origin),
    };
  });
}

/** When somebody was in which webinar, the latest first. */
export async function attendancesBy(tx: Tx, personId: PersonId) {
  const rows = await tx.attendance.findMany({
    where: { personId },
    include: { webinar: { select: { code: true, title: true } } },
    orderBy: [{ joinedAt: 'desc' }, { id: 'desc' }],
  });
  return rows.map(({ webinar, policyVersionId, collectedVia, joinedAt, leftAt }) => ({
    webinar,
    times: seal('attendance', { joinedAt, leftAt }, { about: personId, under: policyVersionId, via: collectedVia }),
  }));
}

/** Clears the names of guests in webinars that ended by then, and in those that never ended, of whoever came by `cameBy`. */
export async function clearGuestNames(tx: Tx, { endedBy, cameBy }: { endedBy: Date; cameBy: Date }): Promise<number> {
  const over = [{ webinar: { endedAt: { lte: endedBy } } }, { webinar: { endedAt: null }, joinedAt: { lte: cameBy } }];
  const { count } = await tx.attendance.updateMany({
    where: { guestName: { not: null }, OR: over },
    data: { guestName: null },
  });
  return count;
}

export async function deleteAttendances(tx: Tx, joinedBy: Date): Promise<number> {
  return (await tx.attendance.deleteMany({ where: { joinedAt: { lte: joinedBy } } })).count;
}
