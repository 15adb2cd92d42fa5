import { afterAll, beforeAll, expect, test } from 'vitest';
import { everybodyMovesIn, firstWebinarOf, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let now = new Date('2026-11-22T20:00:00Z');
beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const GPC = { 'sec-gpc': '1' };
const setCookies = ({ headers }: { headers: Headers }) =>
  headers.getSetCookie().filter((line) => line.startsWith('vid='));

test('a visitor to a public page gets a cookie that ends with the day, kept from scripts and from other sites', async () => {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  for (const path of ['/', '/privacy', '/privacy/choices', `/w/${code}`]) {
    const [cookie = '', ...more] = setCookies(await site.visit().get(path));
    expect(cookie, path).toMatch(
      /^vid=2026-11-22\.[\w-]{22}\.[\w-]{43}; Max-Age=14400; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    expect(more).toEqual([]);
  }
});

test('the same browser keeps it for the day, two browsers have two, and the next day brings another', async () => {
  now = new Date('2026-11-22T20:00:00Z');
  const [one, other] = [site.visit(), site.visit()];
  await one.get('/');
  await other.get('/');
  const first = one.cookies.get('vid');
  expect(other.cookies.get('vid')).not.toBe(first);

  now = new Date('2026-11-22T23:59:59Z');
  expect(setCookies(await one.get('/privacy'))).toEqual([]);
  now = new Date('2026-11-23T00:00:00Z');
  await one.get('/');
  const second = one.cookies.get('vid') ?? '';
  expect(second).toMatch(/^2026-11-23\./);
  expect(second.split('.')[1]).not.toBe(first?.split('.')[1]);
});

test('a cookie that somebody made up is replaced', async () => {
  const browser = site.visit();
  await browser.get('/');
  const [day, random = '', signature] = browser.cookies.get('vid')?.split('.') ?? [];
  for (const forged of [
    'somebody',
    `${day}.${random}`,
    `${day}.${'A'.repeat(22)}.${signature}`,
    `${day}.${random}.${'A'.repeat(43)}`,
    'x'.repeat(5000),
  ]) {
    browser.cookies.set('vid', forged);
    await browser.get('/');
    expect(browser.cookies.get('vid'), forged.slice(0, 80)).not.toBe(forged);
    expect(browser.cookies.get('vid')).toMatch(/^\d{4}-\d\d-\d\d\.[\w-]{22}\.[\w-]{43}$/);
  }
});

test('no page where somebody signs in, registers, enters a room or is known sets it', async () => {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  for (const path of ['/register', '/sign-in', '/password/forgotten', `/w/${code}/room`, '/nowhere', '/livez']) {
    expect(setCookies(await site.visit().get(path)), path).toEqual([]);
  }
  const ada = await signIn(site.visit(), 'ada');
  for (const path of ['/', '/privacy', '/account', '/webinars', `/w/${code}`])
    expect(setCookies(await ada.get(path)), path).toEqual([]);
});

test.each([
  ['Global Privacy Control', GPC],
  ['Do Not Track', { dnt: '1' }],
])('whoever sends %s never gets it and loses the one they have', async (_name, headers) => {
  expect(setCookies(await site.visit().get('/', headers))).toEqual([]);

  const browser = site.visit();
  await browser.get('/');
  expect(browser.cookies.has('vid')).toBe(true);
  await browser.get('/privacy', headers);
  expect(browser.cookies.has('vid')).toBe(false);
});

test('whoever refuses to be counted loses it at once and gets none again; refusing advertising alone does not touch it', async () => {
  const browser = site.visit();
  await browser.get('/');
  await browser.post('/privacy/choices', { ads: 'off', statistics: 'on' });
  await browser.get('/');
  expect(browser.cookies.has('vid')).toBe(true);

  await browser.post('/privacy/choices', { ads: 'off', statistics: 'off' });
  await browser.get('/privacy/choices?done=kept');
  expect(browser.cookies.has('vid')).toBe(false);
  for (const path of ['/', '/privacy', '/privacy/choices']) expect(setCookies(await browser.get(path))).toEqual([]);
});

test('signing in takes it away, so that it never travels with an account', async () => {
  const browser = site.visit();
  await browser.get('/');
  await signIn(browser, 'ben');
  await browser.get('/');
  expect(browser.cookies.has('vid')).toBe(false);
});

test('nothing of it is kept on our side', async () => {
  const browser = site.visit();
  await browser.get('/');
  const random = browser.cookies.get('vid')?.split('.')[1] ?? '';
  expect(random).toHaveLength(22);
  expect(JSON.stringify(await site.parts.db.session.findMany())).not.toContain(random);
  expect(site.logged.join('\n')).not.toContain(random);
});
