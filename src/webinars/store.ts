import { releasedBefore } from '../gateway/release.ts';
import type { Db, Tx } from '../platform/db.ts';
import type { PersonId, WebinarCode, WebinarId } from '../platform/ids.ts';
import { type Released, seal } from '../platform/personal.ts';

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
