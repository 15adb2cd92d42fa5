import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { castPassword } from '#prisma/cast.ts';
import { seedDemo } from '#prisma/seed.ts';
import { firstAdminLink } from '#src/accounts/make-first-admin.ts';
import { routes } from '#src/app.ts';
import { newId } from '#src/platform/ids.ts';
import type { Client } from './support/client.ts';
import { everyRow } from './support/every-row.ts';
import { firstWebinarOf, passesAge, signIn } from './support/everybody.ts';
import { anOffer } from './support/offers.ts';
import { openSite, type Site } from './support/site.ts';
import { asks, contest, wish } from './surveys/asked.ts';

/** Nobody in the cast: what a child types must be found nowhere afterwards. */
const nina = {
  name: 'Nina Ninerova',
  email: 'nina.ninerova@anymeeting.example',
  howHeard: 'From Ninerova the elder',
  timeZone: 'Europe/Paris',
  password: castPassword,
};
const NINERS = /ninerova/i;

let site: Site;
let code: string;
let cancelled: string;
let firstAdmin: string;
let doors: Door[];

/** Each door that takes something personal: its page, where its form goes, and what a child would type there. */
type Door = { rows: string[]; page: string; to: string; form: Record<string, string> };

beforeAll(async () => {
  site = await openSite();
  await seedDemo(site.parts);
  ({ code } = await firstWebinarOf(site.parts, 'ada'));
  const other = await site.parts.db.webinar.findFirstOrThrow({ where: { code: { not: code } } });
  await site.parts.db.webinar.update({ where: { id: other.id }, data: { cancelledAt: new Date() } });
  cancelled = other.code;
  firstAdmin = new URL((await firstAdminLink(site.parts)) ?? '').pathname;
  const report = `/offers/${await anOffer(site.parts)}/report`;
  const { id: webinarId } = await firstWebinarOf(site.parts, 'ada');
  const asked = await asks(site.parts, { ...contest, by: 'ada', webinarId, questions: [wish] });
  doors = [
    {
      rows: ['GET /register', 'POST /register'],
      page: '/register',
      to: '/register',
      form: { ...nina, policyVersion: '1' },
    },
    { rows: ['GET /first-admin/:token', 'POST /first-admin/:token'], page: firstAdmin, to: firstAdmin, form: nina },
    {
      rows: ['GET /w/:code/room', 'POST /w/:code/guests'],
      page: `/w/${code}/room`,
      to: `/w/${code}/guests`,
      form: { name: nina.name },
    },
    {
      rows: ['GET /surveys/:code', 'POST /surveys/:code'],
      page: `/surveys/${asked.code}`,
      to: `/surveys/${asked.code}`,
      form: { q1: nina.howHeard, email: nina.email },
    },
    {
      rows: ['GET /letters/again', 'POST /letters/again'],
      page: '/letters/again',
      to: '/letters/again',
      form: { email: nina.email, stream: 'webinar' },
    },
    ...['/newsletter', '/newsletter/yours'].map((to) => ({
      ...{ rows: [`GET ${to}`, `POST ${to}`], page: to, to },
      form: { email: nina.email },
    })),
    {
      rows: ['GET /contact', 'POST /contact'],
      page: '/contact',
      to: '/contact',
      form: { topic: 'other', message: nina.howHeard, email: nina.email },
    },
    {
      rows: ['GET /offers/:id/report', 'POST /offers/:id/report'],
      page: report,
      to: report,
      form: { message: nina.howHeard, email: nina.email },
    },
  ];
});
afterAll(() => site.close());

const table = () => routes(site.parts);
const answers = (visitor: Client, year: string, next: string) => visitor.post('/age', { month: '5', year, next });
const aNineYearOld = () => String(new Date().getUTCFullYear() - 9);

const isQuestion = (html: string) => html.includes('When were you born?');
const isKind = (html: string) => html.includes('Not by yourself yet');
const fieldsIn = (html: string) =>
  Array.from(html.matchAll(/<(?:input|select|textarea)[^>]* name="([^"]+)"/g), ([, name]) => name);

describe('which doors there are', () => {
  test('each is walked here', () => {
    const rows = table().filter(({ door }) => door !== undefined);
    expect(doors.flatMap((each) => each.rows).toSorted()).toEqual(
      rows.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
  });

  /** What is typed there is compared with what we have, and not kept. */
  const ONLY_COMPARED = ['POST /sign-in', 'POST /password/forgotten', 'POST /confirmation-letters'];
  /** Whoever has the link of a question or of their newsletter passed when they asked for it. */
  const PASSED_BEFORE = ['POST /tickets/:token/messages', 'POST /newsletter/yours/:token/address'];
  const PERSONAL = ['name', 'email', 'howHeard', 'address', 'zip', 'phone', 'text', 'message', 'answers'];

  test('a form that takes something personal from anybody is behind the question', () => {
    const open = table().filter(({ door, who, body }) => door === undefined && who === 'anyone' && body !== undefined);
    const asking = open.filter(
      ({ body }) => body instanceof z.ZodObject && PERSONAL.some((name) => name in body.shape),
    );

    expect(asking.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
      [...ONLY_COMPARED, ...PASSED_BEFORE].toSorted(),
    );
  });
});

describe('the question', () => {
  test('comes before every personal field, asks for month and year, and gives no hint of a limit', async () => {
    for (const { page } of doors) {
      const { status, html } = await site.visit().get(page);
      expect([page, status, isQuestion(html)]).toEqual([page, 200, true]);
      expect(fieldsIn(html)).toEqual(['month', 'year', 'next']);

      const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
      expect(main).not.toMatch(
        /checkbox|\b13\b|thirteen|\bover\b|\bolder\b|\bold enough\b|\bat least\b|\badult\b|\bparent\b/i,
      );
    }
  });

  test('comes before a form that is sent without it, which is not read', async () => {
    const before = await everyRow(site.parts);
    for (const { to, form, page } of doors) {
      const { status, html } = await site.visit().post(to, form);
      expect([to, status, isQuestion(html)]).toEqual([to, 403, true]);
      expect(html).toContain(`name="next" value="${page}"`);
      expect(html).not.toMatch(NINERS);
    }
    expect(await everyRow(site.parts)).toEqual(before);
  });

  test('leads on to the door asked for, once for all doors, and leaves no answer behind', async () => {
    const visitor = site.visit();
    for (const { page, form } of doors) {
      if (isQuestion((await visitor.get(page)).html)) {
        const { status, location, headers } = await answers(visitor, '1984', page);
        expect([status, location]).toEqual([303, page]);
        expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^age=[^;]*; Path=\/; HttpOnly; SameSite=Lax$/)]);
      }
      expect(fieldsIn((await visitor.get(page)).html)).toEqual(expect.arrayContaining(Object.keys(form)));
    }
    expect(decodeURIComponent(visitor.cookies.get('age') ?? '')).not.toMatch(/1984|May/);
  });

  test('is not asked of somebody who is signed in, of a link that is spent, and of a room that is closed', async () => {
    const ada = await signIn(site.visit(), 'ada');
    expect((await ada.get('/register')).location).toBe('/');
    expect((await ada.get(`/w/${code}/room`)).html).toContain('data-bootstrap');

    expect((await site.visit().get(`/first-admin/${'A'.repeat(43)}`)).status).toBe(404);
    expect((await site.visit().get('/w/aaaaa-aaaaa/room')).status).toBe(404);
    expect((await site.visit().get(`/w/${cancelled}/room`)).status).toBe(410);
    expect((await site.visit().post(`/w/${cancelled}/guests`, { name: nina.name })).status).toBe(410);
  });

  test.each([
    ['nothing', { month: '', year: '' }, ['month', 'year']],
    ['a month that is none', { month: '13', year: '1984' }, ['month']],
    ['two digits', { month: '5', year: '84' }, ['year']],
    ['a word', { month: '5', year: 'last' }, ['year']],
    ['a year to come', { month: '5', year: '9999' }, ['year']],
    ['a year before anybody alive', { month: '5', year: '1784' }, ['year']],
  ])('says beside the field what is wrong with %s, and forgets it', async (_what, typed, fields) => {
    const visitor = site.visit();
    const { status, html } = await visitor.post('/age', { ...typed, next: '/register' });

    expect(status).toBe(422);
    for (const field of ['month', 'year']) expect(html.includes(`id="${field}-problem"`)).toBe(fields.includes(field));
    if (typed.year !== '') expect(html).toContain(`value="${typed.year}"`);
    expect(visitor.cookies.size).toBe(0);
    expect((await visitor.get('/register')).html).toContain('name="year" type="text" value=""');
  });

  test('sends nobody on to a page that is no door', async () => {
    const elsewhere = [
      '//evil.example',
      'https://evil.example/register',
      '/admin/people',
      '/register?to=x',
      '/w/../register',
      '',
    ];
    for (const next of elsewhere) expect((await answers(site.visit(), '1984', next)).location).toBe('/');
  });

  test('is asked of a guest who took their place before there was a question', async () => {
    const guest = site.visit();
    const { id } = await firstWebinarOf(site.parts, 'ada');
    guest.cookies.set('join', formerToken({ webinarId: id, attendeeId: newId(), name: 'Noor', role: 'attendee' }));

    expect(isQuestion((await guest.get(`/w/${code}/room`)).html)).toBe(true);
  });
});

describe('a nine-year-old', () => {
  let before: Record<string, string>;
  beforeEach(async () => {
    before = await everyRow(site.parts);
    site.logged.length = 0;
  });

  test('comes through no door, and leaves nothing in any table and no trace in the log', async () => {
    for (const { page, to, form } of doors) {
      const child = site.visit();
      expect(isQuestion((await child.get(page)).html)).toBe(true);
      const { status, location, html, headers } = await answers(child, aNineYearOld(), page);
      expect([status, location]).toEqual([303, page]);
      expect(`${html}${location}${JSON.stringify([...headers])}`).not.toContain(aNineYearOld());

      expect((await child.get(page)).html).toSatisfy(isKind);
      const sent = await child.post(to, form);
      expect([to, sent.status, isKind(sent.html)]).toEqual([to, 403, true]);
    }

    expect(await everyRow(site.parts)).toEqual(before);
    expect(await waitingJobs()).not.toMatch(NINERS);
    const log = site.logged.join('\n');
    expect(log).toContain('/age');
    expect(log).not.toMatch(NINERS);
    expect(log).not.toMatch(new RegExp(`(?<![\\w-])${aNineYearOld()}(?![\\w-])|"(month|year)"`));
  });

  test('who goes back and tries another year is told the same at every door', async () => {
    const child = site.visit();
    await answers(child, aNineYearOld(), '/register');
    const mark = child.cookies.get('age');

    for (const { page } of doors) {
      await answers(child, '1984', page);
      expect((await child.get(page)).html).toSatisfy(isKind);
    }
    expect(child.cookies.get('age')).toBe(mark);
  });

  test('is known by nothing: two of them hold the same letters', async () => {
    const [one, other] = [site.visit(), site.visit()];
    await answers(one, aNineYearOld(), '/register');
    await answers(other, '2020', `/w/${code}/room`);

    expect([...one.cookies]).toEqual([...other.cookies]);
  });
});

test('a person is kept with the time at which the question was passed, and with no other word of it', async () => {
  const visitor = await passesAge(site.visit());
  const { status } = await visitor.post('/register', { ...nina, policyVersion: '1' });
  expect(status).toBe(303);

  const person = await site.parts.db.person.findUniqueOrThrow({ where: { email: nina.email } });
  const passedAt = decodeURIComponent(visitor.cookies.get('age') ?? '').slice(
    0,
    person.agePassedAt.toISOString().length,
  );
  expect(person.agePassedAt.toISOString()).toBe(passedAt);
  expect(Object.keys(person).filter((column) => /birth|born|month|year|age(?!PassedAt)/.test(column))).toEqual([]);
});

test('registering requires name, e-mail, how they heard, time zone and a password, and nothing else (PP-02.2)', async () => {
  const { html } = await (await passesAge(site.visit())).get('/register');
  const required = Array.from(
    html.matchAll(/<(?:input|select)[^>]* name="([^"]+)"[^>]* required/g),
    ([, name]) => name,
  );

  expect(required).toEqual(['name', 'email', 'howHeard', 'timeZone', 'password']);
});

/** A token as they were before they said that the question was passed. */
function formerToken(claims: object): string {
  const payload = Buffer.from(JSON.stringify({ ...claims, expiresAt: Date.now() + 3_600_000 })).toString('base64url');
  const signature = createHmac('sha256', site.parts.secrets.join).update(`token 1 ${payload}`).digest('base64url');
  return `1.${payload}.${signature}`;
}

const waitingJobs = async () =>
  JSON.stringify(await site.parts.db.$queryRaw`SELECT data::text FROM pgboss.job WHERE data IS NOT NULL`);
