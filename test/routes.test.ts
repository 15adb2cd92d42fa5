import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suspend } from '#src/accounts/suspend-account.ts';
import { routes } from '#src/app.ts';
import type { Route } from '#src/platform/http/route.ts';
import type { Client } from './support/client.ts';
import { everybodyMovesIn, firstWebinarOf, idOf, passesAge, signIn } from './support/everybody.ts';
import { openSite, type Site } from './support/site.ts';
import { asks } from './surveys/asked.ts';

/**
 * Who gets through each door, written out by hand, in the order of the columns. `in`: the page or the form answers.
 * `sign`: sent to sign in. `none`: the same 404 as for an address that does not exist. `kept`: told
 * that the account is suspended, and what still works.
 */
const COLUMNS = ['nobody', 'chloe', 'ada', 'dev', 'eve', 'ben, suspended'] as const;
type Cell = 'in' | 'sign' | 'none' | 'kept';

const everybody: Cell[] = ['in', 'in', 'in', 'in', 'in', 'in'];
const members: Cell[] = ['sign', 'in', 'in', 'in', 'in', 'kept'];
/** What is one's own, whatever happens to the account. */
const evenSuspended: Cell[] = ['sign', 'in', 'in', 'in', 'in', 'in'];
/** A receipt that is somebody else's, or nobody's. */
const notTheirs: Cell[] = ['sign', 'none', 'none', 'none', 'none', 'none'];
/** A room takes guests, and nobody whose account is suspended. */
const inRooms: Cell[] = ['in', 'in', 'in', 'in', 'in', 'kept'];
const admins: Cell[] = ['sign', 'none', 'none', 'none', 'in', 'none'];
/** Ada's webinar, which is nobody else's. */
const itsHost: Cell[] = ['sign', 'none', 'in', 'none', 'none', 'kept'];
/** Dev's draft, which is nobody else's. */
const itsAsker: Cell[] = ['sign', 'none', 'none', 'in', 'none', 'kept'];
const staff: Cell[] = ['sign', 'none', 'none', 'in', 'in', 'none'];
/** A link that no longer opens, or a page that only this machine sees, asked for from elsewhere. */
const nobody: Cell[] = ['none', 'none', 'none', 'none', 'none', 'none'];

const EXPECTED: Record<string, Cell[]> = {
  'GET /': everybody,
  'GET /privacy': everybody,
  'GET /.well-known/gpc.json': everybody,
  'GET /privacy/choices': everybody,
  'POST /privacy/choices': everybody,
  'POST /privacy/signals': evenSuspended,
  'GET /livez': everybody,
  'GET /readyz': everybody,
  'GET /version': everybody,
  'GET /design': nobody,
  'GET /design/letters/:letter': nobody,
  'GET /design/people': nobody,
  'GET /design/room': nobody,
  'GET /design/green-room': nobody,
  'GET /dev/mail': nobody,
  'GET /dev/mail/:id': nobody,
  'GET /dev/mail/:id/html': nobody,
  'POST /age': everybody,
  'GET /register': everybody,
  'POST /register': everybody,
  'GET /register/check-your-mail': everybody,
  'POST /confirmation-letters': everybody,
  'GET /confirm/:token': everybody,
  'POST /confirm/:token': everybody,
  'GET /sign-in': everybody,
  'POST /sign-in': everybody,
  'POST /session/end': everybody,
  'POST /sessions/end': evenSuspended,
  'GET /password/forgotten': everybody,
  'POST /password/forgotten': everybody,
  'GET /password/check-your-mail': everybody,
  'GET /password/reset/:token': everybody,
  'POST /password/reset/:token': everybody,
  'GET /account': evenSuspended,
  'GET /profile': evenSuspended,
  'GET /profile/record': evenSuspended,
  'POST /profile/who-you-are': evenSuspended,
  'POST /profile/optional': evenSuspended,
  'POST /profile/settings': evenSuspended,
  'POST /profile/password': evenSuspended,
  'POST /profile/address': evenSuspended,
  'POST /profile/address/letters': evenSuspended,
  'POST /profile/address/cancellation': evenSuspended,
  'GET /address-change/:token': everybody,
  'POST /address-change/:token': everybody,
  'POST /profile/letters/:stream': evenSuspended,
  'POST /profile/letters/:stream/stop': evenSuspended,
  'GET /u/:token': nobody,
  'POST /u/:token': everybody,
  'GET /letters/again': everybody,
  'POST /letters/again': everybody,
  'GET /letters/confirm/:token': everybody,
  'POST /letters/confirm/:token': everybody,
  'GET /admin/outbox': staff,
  'POST /admin/outbox/:id/tries': staff,
  'POST /admin/outbox/:id/end': staff,
  'GET /admin/suppression': staff,
  'POST /admin/suppression/look-up': staff,
  'POST /admin/suppression/stops': staff,
  'GET /profile/consents/:eventId': notTheirs,
  'GET /profile/consents/:eventId/text': notTheirs,
  'POST /profile/consents/:eventId/withdrawal': notTheirs,
  'GET /admin': staff,
  'GET /admin/statistics': staff,
  'GET /admin/statistics.csv': staff,
  'GET /admin/statistics/figures': staff,
  'POST /admin/statistics/figures': staff,
  // No figures were given yet.
  'GET /admin/statistics/figures/:id/figures.csv': ['sign', 'none', 'none', 'none', 'none', 'none'],
  'GET /admin/advertising': staff,
  'POST /admin/advertising': staff,
  // There is no such advertisement.
  'POST /admin/advertising/:adId/end': ['sign', 'none', 'none', 'none', 'none', 'none'],
  'GET /admin/people': admins,
  'GET /admin/people.csv': admins,
  'GET /admin/people/:personId': admins,
  'POST /admin/people/:personId/role': admins,
  'POST /admin/people/:personId/suspension': admins,
  'POST /admin/people/:personId/reinstatement': admins,
  'GET /privacy/versions': everybody,
  'GET /privacy/versions/:version': everybody,
  'POST /privacy/versions/:version/agreements': members,
  'POST /privacy/versions/:version/withdrawals': evenSuspended,
  'GET /admin/policy': admins,
  'GET /admin/policy/edition': admins,
  'POST /admin/policy/edition': admins,
  // There is no such proposal.
  'POST /admin/policy/proposals/:proposalId/approval': ['sign', 'none', 'none', 'none', 'none', 'none'],
  'GET /contact': everybody,
  'POST /contact': everybody,
  // No question has that link, and none has that number.
  'GET /tickets/:token': nobody,
  'POST /tickets/:token/messages': nobody,
  'POST /tickets/:token/closing': nobody,
  'POST /tickets/:token/address-removal': nobody,
  'POST /tickets/:token/removal': nobody,
  'GET /admin/tickets': staff,
  'GET /admin/tickets/:id': ['sign', 'none', 'none', 'none', 'none', 'none'],
  'POST /admin/tickets/:id/answers': ['sign', 'none', 'none', 'none', 'none', 'none'],
  'POST /admin/tickets/:id/closing': ['sign', 'none', 'none', 'none', 'none', 'none'],
  'GET /offers': everybody,
  // No offer has that number.
  'GET /offers/:id/report': nobody,
  'POST /offers/:id/report': nobody,
  'POST /profile/reports/:id/removal': notTheirs,
  'GET /admin/offers': staff,
  'POST /admin/offers': staff,
  'GET /admin/offers/:id': notTheirs,
  'POST /admin/offers/:id': notTheirs,
  'POST /admin/offers/:id/pulling': notTheirs,
  'POST /admin/offers/:id/return': notTheirs,
  'POST /admin/reports/:id/settlement': notTheirs,
  'GET /privacy/processors': everybody,
  'GET /admin/processors': admins,
  'POST /admin/processors': admins,
  // Nobody in the register has that name.
  'POST /admin/processors/:id/approval': ['sign', 'none', 'none', 'none', 'none', 'none'],
  'POST /admin/processors/:id/end': ['sign', 'none', 'none', 'none', 'none', 'none'],
  // There is an admin already.
  'GET /first-admin/:token': nobody,
  'POST /first-admin/:token': nobody,
  'GET /webinars': members,
  'GET /webinars/new': members,
  'POST /webinars': members,
  'GET /webinars/:code/edit': itsHost,
  'POST /webinars/:code': itsHost,
  'GET /webinars/:code/cancellation': itsHost,
  'POST /webinars/:code/cancellation': itsHost,
  'GET /webinars/:code/attendance': itsHost,
  'GET /webinars/:code/attendance.csv': itsHost,
  'GET /surveys/:code': everybody,
  'POST /surveys/:code': everybody,
  // Nobody has answered under this link, and nothing is drawn in a survey.
  'GET /entries/:token': nobody,
  'POST /entries/:token': nobody,
  'POST /entries/:token/withdrawal': nobody,
  'GET /contests/:code/draw': nobody,
  'GET /contests/:code/draw.json': nobody,
  'GET /admin/surveys': staff,
  'GET /admin/surveys/new': staff,
  'POST /admin/surveys': staff,
  'GET /admin/contests': staff,
  'GET /admin/contests/new': staff,
  'POST /admin/contests': staff,
  'GET /webinars/:code/surveys': itsHost,
  'GET /webinars/:code/surveys/new': itsHost,
  'POST /webinars/:code/surveys': itsHost,
  'GET /webinars/:code/contests/new': itsHost,
  'POST /webinars/:code/contests': itsHost,
  'GET /surveys/:code/edit': itsAsker,
  'POST /surveys/:code/edit': itsAsker,
  'GET /surveys/:code/preview': itsAsker,
  'POST /surveys/:code/questions': itsAsker,
  'GET /surveys/:code/questions/:question': itsAsker,
  'POST /surveys/:code/questions/:question': itsAsker,
  'POST /surveys/:code/questions/:question/place': itsAsker,
  'POST /surveys/:code/publication': itsAsker,
  'POST /surveys/:code/closing': itsAsker,
  'POST /surveys/:code/draw': itsAsker,
  'GET /surveys/:code/results': itsAsker,
  'GET /surveys/:code/results.csv': itsAsker,
  'GET /w/:code': everybody,
  'POST /w/:code/email-sharing': members,
  'GET /w/:code/room': inRooms,
  'POST /w/:code/guests': everybody,
};

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
    .replace(':id', '1');
}
