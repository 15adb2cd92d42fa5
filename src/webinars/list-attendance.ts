import { findAddresses } from '../accounts/find-addresses.ts';
import { findNames } from '../accounts/find-names.ts';
import { findWithdrawn } from '../consent/find-withdrawals.ts';
import { findOptIns } from '../consent/opt-in.ts';
import { findStanding, findTold, type Standing } from '../gateway/find-standing.ts';
import { releaseAll, releasedBefore } from '../gateway/release.ts';
import type { Tx } from '../platform/db.ts';
import type { PersonId, WebinarCode } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal, Released, Subject } from '../platform/personal.ts';
import { webinarOfHost } from './find-webinar.ts';
import { type Attendance, attendancesOf, type Times, type Webinar } from './store.ts';

type ListParts = Pick<Parts, 'db' | 'clock'>;

/** Somebody who came, as their host may know them. A guest whose name has been cleared has none. */
export type Came = { subject: Subject; name: Released<'host'> | undefined; times: Released<'host', Times> };

export type AttendanceList = {
  webinar: Webinar;
  people: Came[];
  /** How many of them let this host write to them now. */
  sharing: number;
  /** Those who took their address back after this host had been given it. */
  withdrew: { name: Released<'host'> | undefined; at: Date }[];
};

/**
 * Who came to a webinar, for its host: names and times, and nothing else (PP-05.1). `not-found` for anybody but the host.
 * What is told for the first time is written down with it.
 */
export function listAttendance(
  parts: ListParts,
  own: { code: WebinarCode; hostId: PersonId },
): Promise<AttendanceList> {
  return parts.db.transaction(async (tx) => {
    const { webinar, people } = await whoCame(parts, tx, own);
    const about = sharingWith(own.hostId, people);
    const optIns = await findOptIns(tx, about);
    const withdrawn = await findWithdrawn(tx, about);
    const told = await findTold(tx, { rule: 'share-email-with-host', subjects: [...withdrawn.keys()], to: own.hostId });
    const withdrew = people.flatMap(({ subject, name }) => {
      const at = withdrawn.get(subject);
      return at === undefined || !told.has(subject) ? [] : [{ name, at }];
    });
    return { webinar, people, sharing: optIns.size, withdrew };
  });
}

/**
 * The same with the addresses of those who have opted in to this very host and not taken it back (PP-09.2). Each address
 * is released with this list, and not again with the next when it has been taken back.
 */
export function listAddresses(
  parts: ListParts,
  own: { code: WebinarCode; hostId: PersonId },
): Promise<{ webinar: Webinar; people: (Came & { email: Released<'host'> | undefined })[] }> {
  return parts.db.transaction(async (tx) => {
    const { webinar, people } = await whoCame(parts, tx, own);
    const optIns = await findOptIns(tx, sharingWith(own.hostId, people));
    const addresses = await findAddresses(tx, [...optIns.keys()] as PersonId[]);
    const openings = [...addresses].flatMap(([person, value]) => {
      const optIn = optIns.get(person);
      return optIn === undefined ? [] : [{ value, to: own.hostId, proof: { optIn } }];
    });
    const released = await releaseAll(parts, tx, 'share-email-with-host', openings);
    const emails = new Map(released.map((email) => [email.about, email]));
    return { webinar, people: people.map((each) => ({ ...each, email: emails.get(each.subject) })) };
  });
}

const sharingWith = (hostId: PersonId, people: readonly Came[]) => ({
  subjects: people.map(({ subject }) => subject),
  optIn: 'share-email' as const,
  recipientId: hostId,
});

async function whoCame(
  parts: ListParts,
  tx: Tx,
  own: { code: WebinarCode; hostId: PersonId },
): Promise<{ webinar: Webinar; people: Came[] }> {
  const webinar = await webinarOfHost({ db: tx }, own);
  const rows = await attendancesOf(tx, webinar.id);
  const service = {
    rule: 'tell-host-who-came' as const,
    subjects: rows.map(({ times }) => times.about),
    to: own.hostId,
    requested: webinar.id,
  };
  const tell = teller(parts, tx, { ...service, standing: await findStanding(tx, service) });

  const times = await tell(rows.map((row) => row.times));
  const names = await tell(await namesOf(tx, rows));
  const byPerson = new Map(names.map((name) => [name.about, name]));
  return {
    webinar,
    people: times.map((each) => ({ subject: each.about, name: byPerson.get(each.about), times: each })),
  };
}

async function namesOf(tx: Tx, rows: readonly Attendance[]): Promise<Personal<'name'>[]> {
  const members = await findNames(
    { db: tx },
    rows.flatMap(({ personId }) => personId ?? []),
  );
  return [...members.map(({ name }) => name), ...rows.flatMap(({ guestName }) => guestName ?? [])];
}

/** Opens values for the host: under the release that stands, or with a new one. */
const teller =
  (parts: ListParts, tx: Tx, { to, requested, standing }: { to: PersonId; requested: string; standing: Standing }) =>
  async <Value>(values: readonly Personal<'name' | 'attendance', Value>[]): Promise<Released<'host', Value>[]> => {
    const rule = 'tell-host-who-came' as const;
    const known = values.flatMap((value) => {
      const releaseId = standing(value.about, value.category);
      return releaseId === undefined ? [] : [releasedBefore(rule, value, { to, releaseId })];
    });
    const news = values.filter((value) => standing(value.about, value.category) === undefined);
    const openings = news.map((value) => ({ value, to, proof: { requested } }));
    const byPerson = new Map(
      [...known, ...(await releaseAll(parts, tx, rule, openings))].map((each) => [each.about, each]),
    );
    return values.flatMap(({ about }) => byPerson.get(about) ?? []);
  };
