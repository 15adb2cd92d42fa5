import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSite, type Site } from '../support/site.ts';
import { openAccount, signedIn } from './visits.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await Promise.all([openAccount(site, 'ada'), openAccount(site, 'ben')]);
});
afterAll(() => site.close());

test('your account lists each browser that is signed in, and which one is this', async () => {
  const laptop = await signedIn(site, 'ada');
  await signedIn(site, 'ada');
  const { html } = await laptop.get('/profile');

  expect(html.match(/<h3>Another browser/g)).toHaveLength(1);
  expect(html.match(/<h3>This browser/g)).toHaveLength(1);
});

test('signing out everywhere ends the other browser with its next request, and nobody else', async () => {
  const [laptop, phone, bens] = [await signedIn(site, 'ada'), await signedIn(site, 'ada'), await signedIn(site, 'ben')];
  expect(await laptop.post('/sessions/end')).toMatchObject({ status: 303, location: '/sign-in?after=signed-out' });

  for (const browser of [laptop, phone])
    expect((await browser.get('/profile')).location).toBe('/sign-in?next=%2Fprofile');
  expect((await bens.get('/profile')).status).toBe(200);
  expect(await site.parts.db.session.count({ where: { person: { name: 'Ada Okafor' } } })).toBe(0);
});

test('another site can start neither', async () => {
  const browser = await signedIn(site, 'ben');
  for (const path of ['/session/end', '/sessions/end', '/profile/password']) {
    expect((await browser.post(path, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  }
  expect((await browser.get('/profile')).status).toBe(200);
});
