import { notFound } from '../platform/errors.ts';
import { type Route, route } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { figuresGiven, giveFigures } from './give-figures.ts';
import { handoutsPage, statisticsPage, statisticsTable } from './pages.ts';
import { HandoutForm, HandoutParams, RangeQuery } from './schema.ts';

type VisitRouteParts = Pick<Parts, 'db' | 'clock'>;

const GIVING = { points: 30, seconds: 600 };

/** What was counted, for staff; and what of it others are given. */
export const visitRoutes = (parts: VisitRouteParts): Route[] => [
  route({
    method: 'GET',
    path: '/admin/statistics',
    who: 'staff',
    query: RangeQuery,
    handle: ({ query }) => statisticsPage(parts, query),
  }),
  route({
    method: 'GET',
    path: '/admin/statistics.csv',
    who: 'staff',
    query: RangeQuery,
    handle: ({ query }) => statisticsTable(parts, query),
  }),
  route({
    method: 'GET',
    path: '/admin/statistics/figures',
    who: 'staff',
    handle: () => handoutsPage(parts),
  }),
  route({
    method: 'POST',
    path: '/admin/statistics/figures',
    who: 'staff',
    rate: GIVING,
    body: HandoutForm,
    again: (_visit, entered, problems) => handoutsPage(parts, { entered, problems }),
    async handle({ body, person }) {
      if (person === undefined) throw notFound();
      await giveFigures(parts, body, person.id);
      return { redirect: '/admin/statistics/figures#given' };
    },
  }),
  route({
    method: 'GET',
    path: '/admin/statistics/figures/:id/figures.csv',
    who: 'staff',
    params: HandoutParams,
    async handle({ params: { id } }) {
      const rows = await figuresGiven(parts, id);
      if (rows === undefined) throw notFound();
      const table = rows.map(({ day, cut, cell, value }) => [day, cut, cell, value]);
      return { csv: [['Day (UTC)', 'Cut', 'Cell', 'Visitors, rounded down'], ...table], name: `figures-${id}.csv` };
    },
  }),
];
