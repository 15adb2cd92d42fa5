import { barChart, shareOf } from '../platform/charts.ts';
import type { Problems } from '../platform/errors.ts';
import type { Entered, Reply } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { day } from '../platform/times.ts';
import { type Line, listVisits, type Visits } from './list-visits.ts';
import { latestHandouts, publishedDays } from './store.ts';

type PageParts = Pick<Parts, 'db' | 'clock'>;
/** What the page shows and keeps as a table, in this order. */
const PARTS = { days: 'Day', pages: 'Page', browsers: 'Browser', devices: 'Device' } as const satisfies Record<
  keyof Visits,
  string
>;

/** Visits and visitors of the last days, for staff: by day, and by what was visited with what (PP-07.3). */
export async function statisticsPage(parts: PageParts, { days }: { days: '7' | '30' }): Promise<Reply> {
  const visits = await listVisits(parts, Number(days));
  const total = sum(visits.days);
  return {
    page: 'visits/statistics',
    title: 'Statistics',
    model: {
      days,
      ranges: ['7', '30'].map((each) => ({ days: each, isThis: each === days })),
      isEmpty: total.visits === 0,
      total,
      chart: dayChart(visits.days),
      perDay: visits.days.map((line) => ({ ...line, label: day(new Date(line.key)) })).toReversed(),
      parts: (['pages', 'browsers', 'devices'] as const).map((part) => ({
        part,
        title: TITLES[part],
        head: PARTS[part],
        lines: withBars(visits[part]),
      })),
    },
  };
}

const TITLES = { pages: 'What they opened', browsers: 'With which browser', devices: 'On what' };

const sum = (lines: readonly Line[]) => ({
  visits: lines.reduce((all, { visits }) => all + visits, 0),
  visitors: lines.reduce((all, { visitors }) => all + visitors, 0),
});

function dayChart(lines: readonly Line[]) {
  const busiest = lines.toSorted((one, other) => other.visitors - one.visitors)[0];
  const named = busiest && `${busiest.visitors} on ${day(new Date(busiest.key))}`;
  return barChart({
    id: 'visitors-per-day',
    title: 'Visitors per day',
    desc: `One bar for each day. The most were ${named ?? 'none'}. The table below has every number.`,
    bars: lines.map(({ key, visitors }) => ({ label: day(new Date(key)), value: visitors })),
  });
}

/** Each with the length of its bar, the largest first; what nobody came to is left out. */
function withBars(lines: readonly Line[]) {
  const most = Math.max(0, ...lines.map(({ visitors }) => visitors));
  return lines
    .filter(({ visits }) => visits > 0)
    .toSorted((one, other) => other.visitors - one.visitors)
    .map((line) => ({ ...line, bar: shareOf(line.visitors, most) }));
}

/** The same as a table to keep. */
export async function statisticsTable(parts: PageParts, { days }: { days: '7' | '30' }): Promise<Reply> {
  const visits = await listVisits(parts, Number(days));
  const rows = (Object.keys(PARTS) as (keyof typeof PARTS)[]).flatMap((part) =>
    visits[part].map((line) => [PARTS[part], line.label, line.visits, line.visitors]),
  );
  return { csv: [['Counted by', 'What', 'Visits', 'Visitors'], ...rows], name: `statistics-${days}-days.csv` };
}

type Wrong = { entered?: Entered; problems: Problems };

/** To whom figures were given, and the form to give them to somebody else (PP-10.2). */
export async function handoutsPage({ db }: PageParts, { entered, problems }: Wrong = { problems: {} }): Promise<Reply> {
  const published = await publishedDays(db);
  const handouts = await latestHandouts(db, 200);
  return {
    page: 'visits/handouts',
    title: 'Figures for others',
    model: {
      published: published && {
        ...published,
        firstWords: day(new Date(published.first)),
        lastWords: day(new Date(published.last)),
      },
      handouts: handouts.map(({ id, recipient, reason, fromDay, toDay, rows, at }) => ({
        ...{ recipient, reason, rows },
        id: String(id),
        from: day(fromDay),
        to: day(toDay),
        at: { iso: at.toISOString(), words: day(at) },
      })),
      entered: entered ?? (published ? { from: published.first, to: published.last } : {}),
      problems,
    },
  };
}
