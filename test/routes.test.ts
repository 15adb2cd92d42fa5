import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suspend } from '#src/accounts/suspend-account.ts';
import { routes } from '#src/app.ts';
import type { Route } from '#src/platform/http/route.ts';
import type { Client } from './support/client.ts';
import { everybodyMovesIn, firstWebinarOf, idOf, passesAge, signIn } from './support/everybody.ts';
import { openSite, type Site } from './support/site.ts';
import { type Cell, COLUMNS, EXPECTED } from './support/who-gets-in.ts';
import { asks } from './surveys/asked.ts';

let site: Site;
let table: Route[];
/** One that takes answers, and one that only Dev sees. */
let survey: string;
let draft: string;
const named = (route: Route) => `${route.method} ${route.path}`;

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  await suspend(site.parts, { personId: await idOf(site.parts, 'ben'), by: await idOf(site.parts, 'eve') });
  ({ code: survey } = await asks(site.parts));
  ({ code: draft } = await asks(site.parts, { publish: false }));
  table = routes(site.parts);
});
afterAll(() => site.close());

test('every address of the site has a row here, and every row an address', () => {
  expect(table.map(named).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
});

test('every address that changes something has a rate, and nothing that is read has a body', () => {
  for (const route of table) {
    if (route.method === 'POST') expect(route.rate, named(route)).toBeDefined();
    else expect(route.body, named(route)).toBeUndefined();
  }
});

describe('who gets through each door', () => {
  test.each(COLUMNS.map((who, column) => ({ who, column })))('as $who', async ({ who, column }) => {
    let visitor = await arrives(who);
    for (const route of table) {
      const expected = EXPECTED[named(route)]?.[column];
      expect(await asksAt(visitor, route), `${named(route)} as ${who}`).toBe(expected);
      // Signing out in one row must not change the next.
      if (route.path.includes('/end')) visitor = await arrives(who);
    }
  });
});

const arrives = async (who: (typeof COLUMNS)[number]) =>
  who === 'nobody' ? passesAge(site.visit()) : await signIn(site.visit(), who === 'ben, suspended' ? 'ben' : who);

async function asksAt(visitor: Client, route: Route): Promise<Cell> {
  const path = await pathOf(route);
  const headers: Record<string, string> = route.who === 'self' ? { 'x-forwarded-for': '203.0.113.7' } : {};
  const { status, location, html } =
    route.method === 'GET' ? await visitor.get(path, headers) : await visitor.post(path, formFor(route), headers);

  if (status === 303 && location?.startsWith('/sign-in?next=')) return 'sign';
  else if (status === 403 && html.includes('Your account is suspended')) return 'kept';
  else if (status === 404) return 'none';
  else if (IN.has(status)) return 'in';
  else throw new Error(`${named(route)} answered ${status}.`);
}

/** A page, a form that says what is missing, a step on, a link that is spent, or a step for later. Anything else is no answer to this question. */
const IN = new Set([200, 303, 409, 410, 422]);

/** A form with fields is turned down with 422, so that nothing changes while the doors are tried. */
const formFor = ({ body }: Route) => (body === undefined ? {} : { 'no-such-field': 'x' });

async function pathOf({ path }: Route): Promise<string> {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  return path
    .replace('/surveys/:code/', `/surveys/${draft}/`)
    .replace(/\/surveys\/:code$/, `/surveys/${survey}`)
    .replace('/contests/:code/draw', `/contests/${survey}/draw`)
    .replace(':question', 'q1')
    .replace(':code', code)
    .replace(':token', 'A'.repeat(43))
    .replace(':personId', await idOf(site.parts, 'chloe'))
    .replace(':eventId', '1')
    .replace(':proposalId', '1')
    .replace(':version', '1')
    .replace(':letter', 'confirm-address')
    .replace(':stream', 'news')
    .replace(':id', '1');
}
