import type { Parts } from '#src/platform/parts.ts';
import { giveFigures } from '#src/visits/give-figures.ts';
import { dayBefore, dayOf } from '#src/visits/rules.ts';
import { idOf } from './everybody.ts';

/** Twenty visitors yesterday and fifteen today, each on one page. */
export async function visitorsCame({ db, clock }: Pick<Parts, 'db' | 'clock'>): Promise<void> {
  const today = dayOf(clock());
  const came = (day: string, count: number) =>
    Array.from({ length: count }, (_, number) => ({
      day: new Date(day),
      pageGroup: number % 3 === 0 ? 'webinars' : 'home',
      browser: number % 2 === 0 ? 'firefox' : 'safari',
      device: number % 2 === 0 ? 'computer' : 'phone',
      pseudonym: `${day}-${number}-`.padEnd(43, '0'),
    }));
  await db.visitFact.createMany({ data: [...came(dayBefore(today), 20), ...came(today, 15)] });
}

/** A figure of yesterday. Answers with its day. */
export async function figurePublished({ db, clock }: Pick<Parts, 'db' | 'clock'>): Promise<string> {
  const day = dayBefore(dayOf(clock()));
  const figure = { day: new Date(day), cut: 'page', cell: 'home', value: 15, at: clock() };
  await db.publishedFigure.createMany({ data: [figure], skipDuplicates: true });
  return day;
}

/** A figure of yesterday, which Dev has given to a company. */
export async function figureGiven(parts: Parts): Promise<void> {
  const day = await figurePublished(parts);
  const giving = { recipient: 'Klarzahl GmbH', reason: 'A talk about webinars', from: day, to: day };
  await giveFigures(parts, giving, await idOf(parts, 'dev'));
}
