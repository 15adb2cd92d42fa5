import { z } from 'zod';
import { notFound, type Problems, Refusal } from '../errors.ts';
import { paragraphs } from '../fields.ts';
import { isOldEnough, slipIn } from './age.ts';
import { type MarkParts, markCookie } from './age-mark.ts';
import { type Entered, type Reply, type Route, route, type Visit } from './route.ts';

/** A whole lecture hall comes from one address within a minute, and everybody in it is asked. */
const ANSWERS = { points: 600, seconds: 60 };

const AgeForm = z.strictObject({
  month: z
    .string({ error: 'Choose a month.' })
    .regex(/^([1-9]|1[0-2])$/, 'Choose a month.')
    .transform(Number),
  year: z
    .string({ error: 'Enter the year with four digits.' })
    .trim()
    .regex(/^\d{4}$/, 'Enter the year with four digits.')
    .transform(Number),
  next: paragraphs(200),
});

/**
 * The age question, or the page for whoever did not pass it, in front of a door (PP-13.2); nothing for those who may go on.
 * What a form brought along is dropped unread: the question comes before anything personal.
 */
export async function inFrontOf(route: Route, visit: Visit): Promise<Reply | undefined> {
  if (route.door === undefined || (visit.age !== undefined && visit.age !== 'not-passed')) return undefined;

  const { asks, page } = route.door === true ? {} : route.door;
  const isAsked = asks === undefined ? visit.person === undefined : await asks(visit as Visit<never>);
  if (!isAsked) return undefined;

  const reply = visit.age === 'not-passed' ? notByYourself : question(pageOf(page ?? route.path, visit));
  return route.method === 'POST' ? { ...reply, status: 403 } : reply;
}

/** When the visitor passed the question. Behind a door everybody has; the type only does not know it. */
export function agePassed({ age }: Pick<Visit, 'age'>): { agePassedAt: Date } {
  if (age === undefined || age === 'not-passed') throw notFound();
  return { agePassedAt: age.passedAt };
}

/** Where the question is answered. `doors` are the rows it stands in front of: nobody is sent on to another page, only home. */
export function ageRoutes(parts: MarkParts, doors: readonly Route[]): Route[] {
  const pages = doors
    .filter(({ method, door }) => method === 'GET' && door !== undefined)
    .map(({ path }) => patternOf(path));
  const checked = (next = ''): string => (pages.some((page) => page.test(next)) ? next : '/');

  return [
    route({
      method: 'POST',
      path: '/age',
      who: 'anyone',
      rate: ANSWERS,
      body: AgeForm,
      again: (_visit, entered, problems) => question(checked(entered.next), entered, problems),
      handle({ body: { next, ...born }, age }) {
        const redirect = checked(next);
        // The first answer stays, so that going back and trying another year changes nothing.
        if (age === 'not-passed') return { redirect };

        const now = parts.clock();
        const slip = slipIn(born, now);
        if (slip !== undefined) throw new Refusal('invalid', { problems: { year: slip } });

        const mark = isOldEnough(born, now) ? { passedAt: now } : 'not-passed';
        return { redirect, cookies: [markCookie(parts, mark)] };
      },
    }),
  ];
}

const question = (next: string, entered: Entered = {}, problems: Problems = {}) => ({
  page: 'age/question',
  title: 'When were you born?',
  model: { next, entered, problems, months },
});

const notByYourself = { page: 'age/not-by-yourself', title: 'Not by yourself yet' };

const months = Array.from({ length: 12 }, (_, index) => ({
  value: String(index + 1),
  label: new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, index, 1)),
}));

const PART = /:(\w+)/g;

/** The address of a page, with the parts of the path that was asked for. */
function pageOf(path: string, { params }: Visit): string {
  const given = params as Record<string, string>;
  return path.replace(PART, (_, name: string) => given[name] ?? '');
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(PART, '[A-Za-z0-9_-]+')}$`);
