import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { clearExpired } from '#src/accounts/clear-expired.ts';
import { suspend } from '#src/accounts/suspend-account.ts';
import type { Client } from '../support/client.ts';
import { everybodyMovesIn, idOf, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let eve: Client;

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  await suspend(site.parts, { personId: await idOf(site.parts, 'ben'), by: await idOf(site.parts, 'eve') });
  await site.parts.db.person.update({ where: { email: cast.chloe.email }, data: { confirmedAt: null } });
  eve = await signIn(site.visit(), 'eve');
});
afterAll(() => site.close());

const namesIn = (html: string) =>
  Object.values(cast)
    .map(({ name }) => name)
    .filter((name) => new RegExp(`/admin/people/[0-9a-f-]+">${name}<`).test(html));
const found = async (query: string) => namesIn((await eve.get(`/admin/people?${query}`)).html).toSorted();
const looks = async () => (await site.parts.db.accessLog.findMany({ orderBy: { id: 'asc' } })).slice(-1);

test('an admin finds people by role and by how their account stands', async () => {
  expect(await found('role=staff')).toEqual([cast.dev.name]);
  expect(await found('role=admin')).toEqual([cast.eve.name]);
  expect(await found('state=suspended')).toEqual([cast.ben.name]);
  expect(await found('state=unconfirmed')).toEqual([cast.chloe.name]);
  expect(await found('find=ada&state=suspended')).toEqual([]);
  expect(await found('role=emperor&state=gone&page=x')).toHaveLength(Object.keys(cast).length);
  expect((await eve.get('/admin/people?role=staff&state=suspended')).html).toContain('Nobody fits that');
});

test('the list is cut into pages, and what was asked for stays', async () => {
  const first = (await eve.get('/admin/people?role=member')).html;
  expect(first).not.toContain('Page 1 of 1');
  expect(first).toContain('<option value="member" selected>');
});

test('an account shows who it is and how it stands, and nothing else that is held', async () => {
  await site.parts.db.person.update({ where: { email: cast.ada.email }, data: { phone: '+33 1 23 45 67 89' } });
  const { html, status } = await eve.get(`/admin/people/${await idOf(site.parts, 'ada')}`);
  expect(status).toBe(200);
  expect(html).toContain(cast.ada.email);
  expect(html).not.toContain('+33 1 23 45 67 89');
  expect(html).not.toContain(cast.ada.howHeard);

  const [last] = await looks();
  expect(last).toMatchObject({ actor: await idOf(site.parts, 'eve'), subject: await idOf(site.parts, 'ada') });
  expect(last?.fields).toEqual(['name', 'email']);
});

test('roles and suspension are changed on the page of the account', async () => {
  const [ada, self] = [await idOf(site.parts, 'ada'), await idOf(site.parts, 'eve')];
  expect((await eve.post(`/admin/people/${ada}/role`, { role: 'staff' })).location).toBe(`/admin/people/${ada}`);
  expect((await eve.get(`/admin/people/${ada}`)).html).toContain('<option value="staff" selected>');
  await eve.post(`/admin/people/${ada}/suspension`);
  expect((await eve.get(`/admin/people/${ada}`)).html).toContain('Reinstate the account');
  await eve.post(`/admin/people/${ada}/reinstatement`);
  await eve.post(`/admin/people/${ada}/role`, { role: 'member' });

  expect((await eve.get(`/admin/people/${self}`)).html).toContain('Another admin can suspend it');
  expect((await eve.get(`/admin/people/${crypto.randomUUID()}`)).status).toBe(404);
});

test('the file counts accounts and names nobody, so there is no list of people to carry away', async () => {
  const before = await site.parts.db.accessLog.count();
  const { html, headers } = await eve.get('/admin/people.csv');
  expect(headers.get('content-disposition')).toBe('attachment; filename="accounts.csv"');
  expect(html).toContain('"Staff","1","0","0","0"');
  for (const { name, email } of Object.values(cast)) {
    expect(html).not.toContain(name);
    expect(html).not.toContain(email);
  }
  expect(await site.parts.db.accessLog.count()).toBe(before);
});

test('how somebody heard of us is forgotten two years after they registered, and then only counted', async () => {
  const dayMs = 24 * 60 * 60_000;
  const { id, createdAt } = await site.parts.db.person.findUniqueOrThrow({ where: { email: cast.ada.email } });
  const after = (days: number) => ({ ...site.parts, clock: () => new Date(createdAt.getTime() + days * dayMs) });
  const answer = async () => (await site.parts.db.person.findUniqueOrThrow({ where: { id } })).howHeard;

  await clearExpired(after(729));
  expect(await answer()).toBe(cast.ada.howHeard);
  await clearExpired(after(731));
  expect(await answer()).toBe('');
  eve = await signIn(site.visit(), 'eve');
  expect((await eve.get('/admin/people.csv')).html).toContain('"Member","3","1","1","3"');

  const ada = await signIn(site.visit(), 'ada');
  expect((await ada.post('/profile/who-you-are', { name: cast.ada.name, howHeard: '' })).status).toBe(303);
});
