import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { changeRole } from '#src/accounts/change-role.ts';
import { suspend } from '#src/accounts/suspend-account.ts';
import type { WebinarId } from '#src/platform/ids.ts';
import { goLive } from '#src/webinars/go-live.ts';
import type { Client } from '../support/client.ts';
import { type CastName, everybodyMovesIn, firstWebinarOf, idOf } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { notesAbout, profileOf, signedInAs } from './visits.ts';

let site: Site;
let eve: Client;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  eve = await signedInAs(site, 'eve');
});
afterAll(() => site.close());

const press = async (who: CastName, what: 'suspension' | 'reinstatement') =>
  eve.post(`/admin/people/${await idOf(site.parts, who)}/${what}`);

test('a suspended person signs in, reads why pages are closed, and uses all of My Profile', async () => {
  expect((await press('ben', 'suspension')).status).toBe(303);
  const ben = await signedInAs(site, 'ben');

  for (const path of ['/webinars', '/webinars/new']) {
    const { status, html } = await ben.get(path);
    expect([path, status, html.includes('Go to My Profile')]).toEqual([path, 403, true]);
  }
  expect(await profileOf(ben)).toContain('Your account is suspended');
  expect((await ben.post('/profile/who-you-are', { name: 'Ben L.', howHeard: 'Ada' })).status).toBe(303);
  expect(await profileOf(ben)).toContain('value="Ben L."');
  expect((await ben.post('/profile/letters/news', { wanted: 'yes' })).status).toBe(303);
  for (const path of ['/privacy', '/privacy/choices', '/profile/record'])
    expect([path, (await ben.get(path)).status]).toEqual([path, 200]);
  expect((await ben.post('/privacy/choices', { ads: 'off', statistics: 'off' })).status).toBe(303);
  expect((await ben.post('/session/end')).status).toBe(303);
});

test('reinstating gives everything back from the next request on, and both are noted with who did it', async () => {
  const ben = await signedInAs(site, 'ben');
  expect((await ben.get('/webinars')).status).toBe(403);
  await press('ben', 'reinstatement');
  expect((await ben.get('/webinars')).status).toBe(200);

  const notes = await notesAbout(site, await idOf(site.parts, 'ben'), 'account.');
  const by = await idOf(site.parts, 'eve');
  expect(notes.filter((each) => each.by === by).map(({ event }) => event)).toEqual([
    'account.suspended',
    'account.reinstated',
  ]);
});

test('being suspended ends the rooms somebody is in, and their place does not let them in again', async () => {
  const chloe = await signedInAs(site, 'chloe');
  const { code } = await firstWebinarOf(site.parts, 'ada');
  const token = /joinToken&quot;:&quot;([^&]+)/.exec((await chloe.get(`/w/${code}/room`)).html)?.[1];
  const line = dial(token);
  await new Promise<void>((resolve) => line.once('connect', resolve));

  const gone = new Promise((resolve) => line.once('disconnect', resolve));
  await press('chloe', 'suspension');
  await gone;
  const refused = dial(token);
  await new Promise((resolve) => refused.once('connect_error', resolve));
  expect((await chloe.get(`/w/${code}/room`)).status).toBe(403);
  await press('chloe', 'reinstatement');
});

const dial = (token: string | undefined): Socket =>
  io(site.url, { transports: ['websocket'], auth: { token }, forceNew: true, reconnection: false });

test('a webinar of a suspended host does not go live', async () => {
  await press('ada', 'suspension');
  const { id } = await firstWebinarOf(site.parts, 'ada');
  await expect(goLive(site.parts, id as WebinarId)).rejects.toMatchObject({ code: 'wrong-state' });
  expect((await firstWebinarOf(site.parts, 'ada')).liveAt).toBeNull();
  await press('ada', 'reinstatement');
});

test('nobody suspends themselves, and an admin is always left to act', async () => {
  const only = await press('eve', 'suspension');
  expect([only.status, only.html.includes('This is the only admin')]).toEqual([409, true]);

  const [ada, other] = [await idOf(site.parts, 'ada'), await idOf(site.parts, 'eve')];
  await changeRole(site.parts, { personId: ada, role: 'admin', by: other });
  const own = await press('eve', 'suspension');
  expect([own.status, own.html.includes('This is your own account')]).toEqual([409, true]);

  await Promise.allSettled([
    suspend(site.parts, { personId: ada, by: other }),
    suspend(site.parts, { personId: other, by: ada }),
  ]);
  expect(await site.parts.db.person.count({ where: { role: 'admin', suspendedAt: null } })).toBe(1);
});

test('a suspended admin is no admin for the others: the last one who can act stays', async () => {
  const active = await site.parts.db.person.findFirstOrThrow({ where: { role: 'admin', suspendedAt: null } });
  const change = { personId: active.id as never, role: 'member', by: active.id as never } as const;
  await expect(changeRole(site.parts, change)).rejects.toMatchObject({ code: 'wrong-state' });
});

test('only an admin suspends, and the people page says who is suspended', async () => {
  await site.parts.db.person.update({ where: { email: cast.eve.email }, data: { suspendedAt: null } });
  const dev = await signedInAs(site, 'dev');
  expect((await dev.post(`/admin/people/${await idOf(site.parts, 'ben')}/suspension`)).status).toBe(404);
  await press('ben', 'suspension');
  expect((await eve.get('/admin/people?find=Ben')).html).toContain('<span class="badge asks">Suspended</span>');
  expect((await eve.post(`/admin/people/${crypto.randomUUID()}/suspension`)).status).toBe(404);
});
