import type { Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';

export type Shown = { day: string; slot: string; ad: string; shown: number };

/** Adds to the counters of a day. In one order always, so that two processes do not wait for each other in a circle. */
export async function addToCounters(tx: Tx, counts: readonly Shown[]): Promise<void> {
  const sorted = counts.toSorted((one, other) => `${one.slot} ${one.ad}`.localeCompare(`${other.slot} ${other.ad}`));
  await tx.$executeRaw`
    INSERT INTO "AdCounter" ("day", "slot", "ad", "shown")
    SELECT * FROM unnest(${sorted.map(({ day }) => day)}::date[], ${sorted.map(({ slot }) => slot)}::text[],
      ${sorted.map(({ ad }) => ad)}::text[], ${sorted.map(({ shown }) => shown)}::int[])
    ON CONFLICT ("day", "slot", "ad") DO UPDATE SET "shown" = "AdCounter"."shown" + excluded."shown"`;
}

/** Those of a day and later, or all. */
export const countersFrom = (tx: Tx, day = '-infinity'): Promise<Shown[]> =>
  tx.$queryRaw<Shown[]>`
    SELECT "day"::text, "slot", "ad", "shown" FROM "AdCounter" WHERE "day" >= ${day}::date ORDER BY "day", "slot", "ad"`;

/** Answers with how many went. */
export const deleteCountersBefore = async (tx: Tx, day: string): Promise<number> =>
  (await tx.adCounter.deleteMany({ where: { day: { lt: new Date(day) } } })).count;

export type NewAd = { id: string; title: string; text: string; path: string; addedBy: PersonId; addedAt: Date };

export async function insertAd(tx: Tx, ad: NewAd): Promise<void> {
  await tx.houseAd.create({ data: ad, select: { id: true } });
}

/** Those that are shown, the oldest first. */
export const runningAds = (tx: Tx) => tx.houseAd.findMany({ where: { endedAt: null }, orderBy: { addedAt: 'asc' } });

/** The latest ones, those that ended included. */
export const latestAds = (tx: Tx, take: number) => tx.houseAd.findMany({ orderBy: { addedAt: 'desc' }, take });

/** False where it has ended already, or never was. */
export async function endAdAt(tx: Tx, id: string, at: Date): Promise<boolean> {
  return (await tx.houseAd.updateMany({ where: { id, endedAt: null }, data: { endedAt: at } })).count === 1;
}
