import type { Parts } from '../platform/parts.ts';
import { browserFamilies, type Day, devices, lastDays, pageGroups } from './rules.ts';
import { type By, type Counted, countVisits } from './store.ts';

/** One line of a table: its words, how often pages were opened, and by how many visitors. */
export type Line = { key: string; label: string; visits: number; visitors: number };
export type Visits = { days: Line[]; pages: Line[]; browsers: Line[]; devices: Line[] };

/** What was counted today and on the days before it, every day and every group named, also those with nothing. */
export async function listVisits({ db, clock }: Pick<Parts, 'db' | 'clock'>, days: number): Promise<Visits> {
  const all = lastDays(clock(), days);
  const from = all[0] ?? '';
  const [perDay, perPage, perBrowser, perDevice] = await Promise.all(
    (['day', 'page', 'browser', 'device'] as const).map((by: By) => countVisits(db, by, from)),
  );
  return {
    days: linesOf(Object.fromEntries(all.map((day: Day) => [day, day])), perDay),
    pages: linesOf(pageGroups, perPage),
    browsers: linesOf(browserFamilies, perBrowser),
    devices: linesOf(devices, perDevice),
  };
}

function linesOf(labels: Readonly<Record<string, string>>, counted: readonly Counted[] = []): Line[] {
  const known = new Map(counted.map((each) => [each.key, each]));
  return Object.entries(labels).map(([key, label]) => ({
    ...{ key, label },
    visits: known.get(key)?.visits ?? 0,
    visitors: known.get(key)?.visitors ?? 0,
  }));
}
