import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { firstAdminLink } from '#src/accounts/make-first-admin.ts';
import { passesAge } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { openAccount, registration, signedIn } from './visits.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const adult = () => passesAge(site.visit());
const path = async () => new URL((await firstAdminLink(site.parts)) ?? '').pathname;
const eve = () => {
  const { policyVersion: _, ...typed } = registration('eve');
  return typed;
};

test('a new start replaces the link of the one before', async () => {
  const [former, newest] = [await path(), await path()];

  expect((await site.visit().get(former)).status).toBe(404);
  expect((await site.visit().get(newest)).status).toBe(200);
  expect(JSON.stringify(await site.parts.db.firstAdminLink.findMany())).not.toContain(newest.split('/').at(-1));
});

test('a link that nobody printed opens nothing', async () => {
  expect((await site.visit().get(`/first-admin/${'A'.repeat(43)}`)).status).toBe(404);
  expect((await site.visit().post(`/first-admin/${'A'.repeat(43)}`, eve())).status).toBe(404);
});

test('weak passwords, unknown fields and taken addresses leave the link as it is', async () => {
  await openAccount(site, 'ben');
  const link = await path();

  expect((await (await adult()).post(link, { ...eve(), password: 'Eve Brandt 1987' })).status).toBe(422);
  expect((await (await adult()).post(link, { ...eve(), role: 'admin' })).status).toBe(422);
  expect((await (await adult()).post(link, { ...eve(), email: cast.ben.email })).html).toContain(
    'This address has an account already',
  );
  expect((await site.visit().get(link)).status).toBe(200);
});

test('of five forms sent at once one makes the first admin, who is confirmed at once; then the link is spent', async () => {
  const link = await path();
  const forms = [1, 2, 3, 4, 5].map(async (number) =>
    (await adult()).post(link, { ...eve(), email: number === 1 ? cast.eve.email : `eve${number}@anymeeting.example` }),
  );
  const answers = await Promise.all(forms);

  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  const admins = await site.parts.db.person.findMany({ where: { role: 'admin' } });
  expect(admins).toHaveLength(1);
  expect(admins[0]?.confirmedAt).toBeInstanceOf(Date);
  const acknowledged = { subject: admins[0]?.id ?? '', act: 'acknowledge', surface: 'registration' } as const;
  expect(await site.parts.db.consentEvent.count({ where: acknowledged })).toBe(1);
  expect((await site.visit().get(link)).status).toBe(404);
  expect(await firstAdminLink(site.parts)).toBeUndefined();

  const browser = site.visit();
  await browser.post('/sign-in', { email: admins[0]?.email ?? '', password: registration('eve').password ?? '' });
  expect((await browser.get('/admin/people')).status).toBe(200);
});

test('the pages of admins are there for nobody else', async () => {
  const ben = await signedIn(site, 'ben');
  expect((await ben.get('/admin/people')).status).toBe(404);
  expect((await site.visit().get('/admin/people')).location).toBe('/sign-in?next=%2Fadmin%2Fpeople');
});
