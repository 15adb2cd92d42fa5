import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { changeRole } from '#src/accounts/change-role.ts';
import { firstAdminLink, makeFirstAdmin } from '#src/accounts/make-first-admin.ts';
import type { PersonId } from '#src/platform/ids.ts';
import type { Client } from '../support/client.ts';
import { passesAge } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { type Name, openAccount, registration, signedIn } from './visits.ts';

let site: Site;
let eve: Client;
beforeAll(async () => {
  site = await openSite();
  const link = await firstAdminLink(site.parts);
  const { policyVersion: _, password = '', ...rest } = registration('eve');
  const form = { ...cast.eve, ...rest, password };
  await makeFirstAdmin(site.parts, link?.split('/').at(-1) ?? '', form, { agePassedAt: new Date() });
  await Promise.all([openAccount(site, 'ada'), openAccount(site, 'ben')]);
  await (await passesAge(site.visit())).post('/register', registration('dev'));
  eve = await signedIn(site, 'eve');
});
afterAll(() => site.close());

async function idOf(name: Name): Promise<PersonId> {
  const { id } = await site.parts.db.person.findUniqueOrThrow({ where: { email: cast[name].email } });
  return id as PersonId;
}
const roleOf = async (name: Name) =>
  (await site.parts.db.person.findUniqueOrThrow({ where: { email: cast[name].email } })).role;
const give = async (name: Name, role: string) => eve.post(`/admin/people/${await idOf(name)}/role`, { role });

test('an admin finds people by a part of their name or address', async () => {
  const all = (await eve.get('/admin/people')).html;
  for (const { name } of [cast.ada, cast.ben, cast.dev, cast.eve]) expect(all).toContain(name);

  for (const find of ['okaf', 'ADA@']) {
    const { html } = await eve.get(`/admin/people?find=${find}`);
    expect([html.includes(cast.ada.email), html.includes(cast.ben.email)]).toEqual([true, false]);
  }
  expect((await eve.get('/admin/people?find=nobody')).html).toContain('Nobody fits that');
  expect((await eve.get('/admin/people?page=-1&find=%25&find=_')).status).toBe(200);
  for (const sign of ['%25', '_', '%5C']) {
    expect((await eve.get(`/admin/people?find=${sign}`)).html).toContain('Nobody fits that');
  }
  expect((await eve.get('/admin/people?find=a%00b')).status).toBe(200);
});

test('a role counts from the next request on, and the change is noted with who made it', async () => {
  const ben = await signedIn(site, 'ben');
  expect((await ben.get('/admin/people')).status).toBe(404);
  expect((await give('ben', 'admin')).status).toBe(303);
  expect((await ben.get('/admin/people')).status).toBe(200);
  await give('ben', 'staff');
  expect((await ben.get('/admin/people')).status).toBe(404);

  const notes = await site.parts.db.auditNote.findMany({
    where: { about: await idOf('ben'), event: 'account.role-changed' },
    orderBy: { id: 'asc' },
  });
  expect(notes.map(({ by, facts }) => [by, facts])).toEqual([
    [await idOf('eve'), { from: 'member', to: 'admin' }],
    [await idOf('eve'), { from: 'admin', to: 'staff' }],
  ]);
});

test('the last admin stays one', async () => {
  const { status, html } = await give('eve', 'member');

  expect(status).toBe(409);
  expect(html).toContain('This is the only admin');
  expect(await roleOf('eve')).toBe('admin');
});

test('two admins who dismiss each other at once leave one behind', async () => {
  await give('ada', 'admin');
  const [ada, other] = [await idOf('ada'), await idOf('eve')];
  await Promise.allSettled([
    changeRole(site.parts, { personId: ada, role: 'member', by: other }),
    changeRole(site.parts, { personId: other, role: 'member', by: ada }),
  ]);

  expect(await site.parts.db.person.count({ where: { role: 'admin' } })).toBe(1);
  await site.parts.db.person.update({ where: { id: other }, data: { role: 'admin' } });
});

test('nobody gets a right before their address is confirmed, no unknown role exists, and strangers have none', async () => {
  expect((await give('dev', 'staff')).status).toBe(409);
  expect((await give('ben', 'owner')).status).toBe(422);
  expect((await eve.post(`/admin/people/${crypto.randomUUID()}/role`, { role: 'staff' })).status).toBe(404);
  expect((await eve.post('/admin/people/not-an-id/role', { role: 'staff' })).status).toBe(404);

  const ben = await signedIn(site, 'ben');
  expect((await ben.post(`/admin/people/${await idOf('ben')}/role`, { role: 'admin' })).status).toBe(404);
  expect(await roleOf('ben')).toBe('staff');
});
