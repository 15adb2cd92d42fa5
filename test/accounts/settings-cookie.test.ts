import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { settingsCookie, settingsIn } from '#src/accounts/settings-cookie.ts';
import { everybodyMovesIn, firstWebinarOf, idOf, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  const id = await idOf(site.parts, 'chloe');
  await site.parts.db.person.update({ where: { id }, data: { theme: 'dark', timeZone: 'America/Toronto' } });
});
afterAll(() => site.close());

/** A browser in which Chloé had signed in, and which then lost its session. */
async function comesAgain() {
  const browser = await signIn(site.visit(), 'chloe');
  browser.cookies.delete('sid');
  return browser;
}

test('signing in leaves the settings in the browser for a year, kept from scripts and naming nobody', async () => {
  const answer = await site.visit().post('/sign-in', { email: cast.chloe.email, password: castPassword });
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('prefs='));

  expect(cookie).toMatch(/; Max-Age=31536000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  expect(decodeURIComponent(cookie ?? '')).toMatch(/^prefs=dark America\/Toronto\.[\w-]{43};/);
});

test('theme and zone are there before signing in: on the home page, on a webinar and in the forms (PP-07.4)', async () => {
  const browser = await comesAgain();
  const { code } = await firstWebinarOf(site.parts, 'ada');

  for (const path of ['/', '/privacy', '/sign-in', '/nowhere', `/w/${code}`]) {
    const { html } = await browser.get(path);
    expect(html, path).toContain('<html lang="en" data-theme="dark">');
    expect(html, path).toContain('<meta name="color-scheme" content="dark">');
  }
  expect((await browser.get(`/w/${code}`)).html).toMatch(/data-zone="America\/Toronto"/);
});

test('a page that is kept for everybody is kept for each theme', async () => {
  const dark = await comesAgain();
  const shown = async () => [(await dark.get('/')).html, (await site.visit().get('/')).html];

  for (const [ours, everybodys] of [await shown(), await shown()]) {
    expect(ours).toContain('data-theme="dark"');
    expect(everybodys).toContain('data-theme="system"');
  }
});

test('nobody gets it who has not registered', async () => {
  const visitor = site.visit();
  for (const path of ['/', '/register', '/sign-in', '/privacy/choices']) await visitor.get(path);
  await visitor.post('/privacy/choices', { ads: 'off', statistics: 'off' });
  await visitor.post('/sign-in', { email: cast.chloe.email, password: 'five boats on a slow river' });

  expect(visitor.cookies.has('prefs')).toBe(false);
});

test('one that somebody has changed is passed over', async () => {
  const browser = await comesAgain();
  const ours = decodeURIComponent(browser.cookies.get('prefs') ?? '');
  for (const forged of [
    ours.replace('dark', 'light'),
    ours.replace('Toronto', 'Panama'),
    'dark America/Toronto',
    `${ours}x`,
  ]) {
    browser.cookies.set('prefs', encodeURIComponent(forged));
    expect((await browser.get('/')).html, forged).toContain('data-theme="system"');
  }
});

test('it opens nothing: whoever has it is still nobody, and a signature of another cookie is worth nothing', async () => {
  const browser = await comesAgain();
  expect((await browser.get('/account')).location).toBe('/sign-in?next=%2Faccount');

  await browser.get('/');
  const visitor = browser.cookies.get('vid') ?? '';
  expect(settingsIn(site.parts, { prefs: visitor })).toBeUndefined();
});

test('what we signed is read back, and nothing that we no longer know', () => {
  const signed = (theme: string, timeZone: string) =>
    settingsCookie(site.parts, { theme: theme as 'dark', timeZone }).value;

  expect(settingsIn(site.parts, { prefs: signed('light', 'Europe/Paris') })).toEqual({
    theme: 'light',
    timeZone: 'Europe/Paris',
  });
  expect(settingsIn(site.parts, { prefs: signed('sepia', 'Europe/Paris') })).toBeUndefined();
  expect(settingsIn(site.parts, { prefs: signed('dark', 'Middle/Earth') })).toBeUndefined();
  expect(settingsIn(site.parts, {})).toBeUndefined();
});

test('signed in, the account decides and not the cookie', async () => {
  const browser = await signIn(site.visit(), 'ben');
  browser.cookies.set(
    'prefs',
    encodeURIComponent(settingsCookie(site.parts, { theme: 'dark', timeZone: 'UTC' }).value),
  );
  expect((await browser.get('/')).html).toContain('data-theme="system"');
});
