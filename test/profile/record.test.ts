import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { everybodyMovesIn, idOf } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { profileOf, signedInAs } from './visits.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const recordIn = (html: string) => /<section id="record".*?<\/section>/s.exec(html)?.[0] ?? '';

test('somebody of whom nothing was told reads so', async () => {
  const chloe = await signedInAs(site, 'chloe');
  expect(recordIn(await profileOf(chloe))).toContain('Nobody but you has seen');
  expect((await chloe.get('/profile/record')).html).toContain('Nothing here');
});

test('a look by staff stands on the page of whoever was looked at, at once, with clause and purpose', async () => {
  const chloe = await signedInAs(site, 'chloe');
  const eve = await signedInAs(site, 'eve');
  await eve.get('/admin/people?find=Chlo');

  const record = recordIn(await profileOf(chloe));
  for (const part of ['Looked at', 'Name, E-mail address', 'our staff', 'to help you', 'PP-03.3', '<time'])
    expect(record).toContain(part);
  expect(record).not.toContain(cast.eve.name);
  expect(recordIn(await profileOf(await signedInAs(site, 'ben')))).not.toContain('Looked at');
});

test('a release says who received what, and why', async () => {
  const record = recordIn(await profileOf(await signedInAs(site, 'ada')));
  for (const part of ['Given on', 'the others in the webinar', 'to hold webinars', 'PP-03.4'])
    expect(record).toContain(part);
});

test('a long record is read page by page, the latest first', async () => {
  const [subject, actor] = [await idOf(site.parts, 'ben'), await idOf(site.parts, 'dev')];
  const look = { actor, subject, clauseId: 'PP-03.3', purpose: 'customer_service', view: '/', fields: ['name'] };
  const days = Array.from({ length: 30 }, (_, day) => new Date(Date.UTC(2026, 5, 1 + day)));
  await site.parts.db.accessLog.createMany({ data: days.map((at) => ({ ...look, at })) });

  const ben = await signedInAs(site, 'ben');
  expect(recordIn(await profileOf(ben))).toContain('href="/profile/record"');
  const first = (await ben.get('/profile/record')).html;
  const second = (await ben.get('/profile/record?page=2')).html;
  expect(first).toContain('2026-06-30T00:00:00.000Z');
  expect(first).not.toContain('2026-06-01T00:00:00.000Z');
  expect(second).toContain('2026-06-01T00:00:00.000Z');
  expect((await ben.get('/profile/record?page=x')).status).toBe(200);
});
