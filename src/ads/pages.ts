import { barChart } from '../platform/charts.ts';
import type { Problems } from '../platform/errors.ts';
import type { Entered, Reply } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { day } from '../platform/times.ts';
import { dayOf, lastDays } from '../visits/rules.ts';
import type { Ads } from './open-ads.ts';
import { type Slot, slotNames } from './rules.ts';
import { countersFrom, latestAds, type Shown } from './store.ts';

export type AdPageParts = Pick<Parts, 'db' | 'clock'> & { ads: Pick<Ads, 'vendor'> };
type Wrong = { entered?: Entered; problems: Problems };

const DAYS = 30;

/** Whether there is advertising, our own advertisements, and how often each was sent on each day (PP-07.6). */
export async function advertisingPage(
  { db, clock, ads }: AdPageParts,
  { entered = {}, problems }: Wrong = { problems: {} },
): Promise<Reply> {
  const days = lastDays(clock(), DAYS);
  const [own, counters] = await Promise.all([latestAds(db, 100), countersFrom(db, days[0] ?? dayOf(clock()))]);
  const titles = new Map(own.map(({ id, title }) => [id, title]));
  return {
    page: 'ads/advertising',
    title: 'Advertising',
    model: {
      vendor: ads.vendor && {
        policyUrl: ads.vendor.elsewhere?.policyUrl,
        words: `Another company fills the places: ${ads.vendor.name}.`,
      },
      running: own.filter(({ endedAt }) => endedAt === null).map(shownAd),
      ended: own.filter(({ endedAt }) => endedAt !== null).map(shownAd),
      chart: counters.length === 0 ? undefined : chartOf(days, counters),
      counters: counters.toReversed().map((each) => ({
        day: day(new Date(each.day)),
        slot: slotNames[each.slot as Slot] ?? each.slot,
        ad: titles.get(each.ad) ?? each.ad,
        shown: each.shown,
      })),
      entered,
      problems,
    },
  };
}

/** Every counter that is kept, as a table: two years of them (PP-07.6). */
export async function countersTable({ db }: Pick<Parts, 'db'>): Promise<Reply> {
  const [own, counters] = await Promise.all([latestAds(db, 1000), countersFrom(db)]);
  const titles = new Map(own.map(({ id, title }) => [id, title]));
  const rows = counters.map(({ day, slot, ad, shown }) => [
    ...[day, slotNames[slot as Slot] ?? slot, titles.get(ad) ?? ad, shown],
  ]);
  return { csv: [['Day (UTC)', 'Where', 'What', 'How often'], ...rows], name: 'advertisements.csv' };
}

const shownAd = ({ id, title, text, path, addedAt, endedAt }: Awaited<ReturnType<typeof latestAds>>[number]) => ({
  ...{ id, title, text, path },
  added: day(addedAt),
  ended: endedAt && day(endedAt),
});

function chartOf(days: readonly string[], counters: readonly Shown[]) {
  const perDay = Map.groupBy(counters, (each) => each.day);
  const bars = days.map((each) => ({
    label: day(new Date(each)),
    value: (perDay.get(each) ?? []).reduce((all, { shown }) => all + shown, 0),
  }));
  const busiest = bars.toSorted((one, other) => other.value - one.value)[0];
  return barChart({
    id: 'ads-per-day',
    title: 'Advertisements sent per day',
    desc: `One bar for each of the last ${DAYS} days. The most were ${busiest?.value ?? 0} on ${busiest?.label ?? 'no day'}. The table below has every number.`,
    bars,
  });
}
