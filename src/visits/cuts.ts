import type { Device, PageGroup } from './rules.ts';

/** The visitors of one day whose first page and device are the same: whoever was there that day is in exactly one group. */
export type Group = { page: PageGroup; device: Device; visitors: number };

/** A figure as others may have it. */
export type Figure = { cut: Cut; cell: string; value: number };

/** By what the visitors of a day are told apart, for ever the same three ways. */
const CUTS = {
  'page': ({ page }) => page,
  'device': ({ device }) => device,
  'page-device': ({ page, device }) => `${page}-${device}`,
} as const satisfies Record<string, (group: Group) => string>;
export type Cut = keyof typeof CUTS;
export const cutNames = Object.keys(CUTS) as Cut[];

/** At least so many people stand behind whatever is told. */
const FEWEST = 10;
const STEP = 5;

/**
 * What is told of the visitors of one day (PP-10.2). The rule is one for each group and not for each figure: a group of
 * fewer than ten counts as nobody, in every cut, and a larger one as its size rounded down to five, less five. All figures
 * are sums of those, so whatever is added or taken off, what remains is made of whole groups of ten or more; and one visitor
 * more or less moves each figure by one step at most, also where a group comes up to ten. Figures under ten are left out.
 * Record 032 says why nothing finer will do.
 */
export function figuresOf(groups: readonly Group[]): Figure[] {
  const told = groups.map((group) => ({ group, counts: stepsOf(group.visitors) }));
  return cutNames.flatMap((cut) => {
    const cells = Map.groupBy(told, ({ group }) => CUTS[cut](group));
    return [...cells]
      .map(([cell, members]) => ({ cut, cell, value: members.reduce((sum, { counts }) => sum + counts, 0) }))
      .filter(({ value }) => value >= FEWEST);
  });
}

const stepsOf = (visitors: number): number => (visitors < FEWEST ? 0 : Math.floor(visitors / STEP) * STEP - STEP);

/** Where a group is counted in each cut. */
export const cellOf = (cut: Cut, group: Group): string => CUTS[cut](group);
