import type { Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Figure, Group } from './cuts.ts';
import { type BrowserFamily, type Day, type Device, dayOf, type PageGroup } from './rules.ts';

export type Fact = { day: Day; pageGroup: PageGroup; browser: BrowserFamily; device: Device; pseudonym: string };

const at = (day: Day) => new Date(day);

export async function insertFacts(tx: Tx, facts: readonly Fact[]): Promise<void> {
  await tx.visitFact.createMany({ data: facts.map((fact) => ({ ...fact, day: at(fact.day) })) });
}

/** The salt of a day, which is `fresh` if there was none. Two processes at once agree on one. */
export async function saltFor(tx: Tx, day: Day, fresh: string): Promise<string> {
  await tx.dailySalt.createMany({ data: { day: at(day), salt: fresh }, skipDuplicates: true });
  return (await tx.dailySalt.findUniqueOrThrow({ where: { day: at(day) } })).salt;
}

export const saltDays = async (tx: Tx): Promise<Day[]> =>
  (await tx.dailySalt.findMany({ select: { day: true } })).map(({ day }) => dayOf(day));

export async function deleteSalts(tx: Tx, days: readonly Day[]): Promise<void> {
  await tx.dailySalt.deleteMany({ where: { day: { in: days.map(at) } } });
}

export async function deleteFactsBefore(tx: Tx, day: Day): Promise<void> {
  await tx.visitFact.deleteMany({ where: { day: { lt: at(day) } } });
}

export type Counted = { key: string; visits: number; visitors: number };

/** What visits can be counted by. */
export type By = 'day' | 'page' | 'browser' | 'device';

/** Visits and visitors from a day on. A browser has another pseudonym each day, so over days each of its days counts. */
export const countVisits = (tx: Tx, by: By, from: Day): Promise<Counted[]> =>
  tx.$queryRaw<Counted[]>`
    SELECT CASE ${by}::text WHEN 'day' THEN "day"::text WHEN 'page' THEN "pageGroup" WHEN 'browser' THEN "browser"
      ELSE "device" END AS key,
      count(*)::int AS visits, count(DISTINCT ("day", "pseudonym"))::int AS visitors
    FROM "VisitFact" WHERE "day" >= ${from}::date GROUP BY 1 ORDER BY 1`;

/**
 * The visitors of a day, each once: where their first page and their device put them. Only those who came to a second page
 * under the same pseudonym: a browser that keeps no cookies is somebody new on each, so that one person could look like ten.
 */
export const groupsOn = (tx: Tx, day: Day): Promise<Group[]> =>
  tx.$queryRaw<Group[]>`
    SELECT "pageGroup" AS page, "device", count(*)::int AS visitors FROM (
      SELECT DISTINCT ON ("pseudonym") "pageGroup", "device", count(*) OVER (PARTITION BY "pseudonym") AS pages
      FROM "VisitFact" WHERE "day" = ${day}::date ORDER BY "pseudonym", "id"
    ) AS first WHERE pages > 1 GROUP BY 1, 2`;

export async function insertFigures(tx: Tx, day: Day, figures: readonly Figure[], now: Date): Promise<void> {
  await tx.publishedFigure.createMany({ data: figures.map((each) => ({ ...each, day: at(day), at: now })) });
}

export const isPublished = async (tx: Tx, day: Day): Promise<boolean> =>
  (await tx.publishedFigure.count({ where: { day: at(day) } })) > 0;

/** The first and the last day of which there are figures. */
export async function publishedDays(tx: Tx): Promise<{ first: Day; last: Day } | undefined> {
  const { _min, _max } = await tx.publishedFigure.aggregate({ _min: { day: true }, _max: { day: true } });
  return _min.day === null || _max.day === null ? undefined : { first: dayOf(_min.day), last: dayOf(_max.day) };
}

/** Others who publish wait until the transaction ends. */
export async function lockFigures(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('published figures', 0))`;
}

export type FigureRow = { day: string; cut: string; cell: string; value: number };

/**
 * The figures of some days, read as the role that can read nothing else: whatever this query were made to say, a row about
 * a visit could not come out of it (PP-10.2). Afterwards the transaction is the app's again.
 */
export async function figuresForOthers(tx: Tx, { from, to }: { from: Day; to: Day }): Promise<FigureRow[]> {
  await tx.$executeRaw`SELECT set_config('role', left(regexp_replace(current_user, '_app$', ''), 55) || '_figures', true)`;
  const rows = await tx.$queryRaw<FigureRow[]>`
    SELECT "day"::text, "cut", "cell", "value" FROM "FiguresForOthers"
    WHERE "day" BETWEEN ${from}::date AND ${to}::date ORDER BY "day", "cut", "cell"`;
  await tx.$executeRaw`SELECT set_config('role', 'none', true)`;
  return rows;
}

export type Handout = {
  recipient: string;
  reason: string;
  from: Day;
  to: Day;
  rows: number;
  givenBy: PersonId;
  at: Date;
};

export async function insertHandout(tx: Tx, { from, to, ...rest }: Handout): Promise<void> {
  await tx.figureHandout.create({ data: { ...rest, fromDay: at(from), toDay: at(to) }, select: { id: true } });
}

/** The latest ones first. */
export const latestHandouts = (tx: Tx, take: number) => tx.figureHandout.findMany({ orderBy: { id: 'desc' }, take });

export const handoutById = (tx: Tx, id: bigint) => tx.figureHandout.findUnique({ where: { id } });
