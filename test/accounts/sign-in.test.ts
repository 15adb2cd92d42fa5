import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { hashingLoad } from '#src/accounts/hash-password.ts';
import { sessionKey } from '#src/accounts/session-store.ts';
import { passesAge } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { letterTo, openAccount, registration, sidIn, signedIn, signIn, withoutNonce } from './visits.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await Promise.all([openAccount(site, 'ada'), openAccount(site, 'ben'), openAccount(site, 'dev')]);
});
afterEach(() => vi.useRealTimers());
afterAll(() => site.close());

const WRONG = 'five boats on a slow river';
const sessions = () => site.parts.db.session.findMany();

/** Stops the clock by which tries are counted, so many seconds later; everything else keeps its time. */
function later(seconds: number): void {
  const now = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: now + seconds * 1000 });
}

test('a visitor who only looks around gets the cookie of the day at most, and leaves no row', async () => {
  const visitor = site.visit();
  for (const path of ['/register', '/sign-in', '/password/forgotten']) await visitor.get(path);
  expect([...visitor.cookies.keys()]).toEqual([]);

  await visitor.get('/');
  expect([...visitor.cookies.keys()]).toEqual(['vid']);
  expect(await sessions()).toEqual([]);
});

test('signing in starts a new session under a new id, and the old one opens nothing', async () => {
  const browser = await signedIn(site, 'ada');
  const first = sidIn(browser);
  expect((await signIn(browser, 'ada')).status).toBe(303);
  const second = sidIn(browser);

  expect(second).not.toBe(first);
  const ids = (await sessions()).map(({ id }) => id);
  expect(ids).toContain(sessionKey(second));
  expect(ids).not.toContain(sessionKey(first));
});

test('an id that a stranger planted is not the id of the session that follows', async () => {
  const browser = site.visit();
  browser.cookies.set('sid', 's%3Aplanted-by-a-stranger.signature');
  await signIn(browser, 'ada');

  expect(sidIn(browser)).not.toBe('planted-by-a-stranger');
  expect((await browser.get('/profile')).status).toBe(200);
});

test('the table of sessions holds no id that a cookie holds, only its hash, and whose it is', async () => {
  const browser = await signedIn(site, 'ben');
  const rows = await sessions();
  const { id } = await site.parts.db.person.findUniqueOrThrow({ where: { email: cast.ben.email } });

  expect(JSON.stringify(rows)).not.toContain(sidIn(browser));
  expect(JSON.stringify(rows)).not.toContain(cast.ben.email);
  expect(rows.find((row) => row.id === sessionKey(sidIn(browser)))).toMatchObject({ personId: id });
});

test('the cookie is kept from scripts and from other sites', async () => {
  const answer = await signIn(site.visit(), 'ada');
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('sid='));

  expect(cookie).toMatch(/; Path=\/;.*HttpOnly; SameSite=Lax/);
});

test('a wrong password and an unknown address get the same page for the same work', async () => {
  const start = hashingLoad().done;
  const wrong = await signIn(site.visit(), 'dev', WRONG);
  const afterWrong = hashingLoad().done;
  const unknown = await site.visit().post('/sign-in', { email: 'nobody@anymeeting.example', password: WRONG });

  expect([afterWrong - start, hashingLoad().done - afterWrong]).toEqual([1, 1]);
  expect([wrong.status, unknown.status]).toEqual([422, 422]);
  expect(withoutNonce(wrong).replaceAll(cast.dev.email, '…')).toBe(
    withoutNonce(unknown).replaceAll('nobody@anymeeting.example', '…'),
  );
  expect(wrong.html).not.toContain(WRONG);
});

test('after five wrong passwords each further try waits longer, for the right password too, until it fits', async () => {
  const email = 'chloe@anymeeting.example';
  await (await passesAge(site.visit())).post('/register', registration('chloe'));
  const attempt = async (password: string) => (await site.visit().post('/sign-in', { email, password })).status;

  later(0);
  for (const free of [1, 2, 3, 4, 5]) expect([free, await attempt(WRONG)]).toEqual([free, 422]);
  expect(await attempt(WRONG)).toBe(422);
  expect(await attempt(registration('chloe').password ?? '')).toBe(429);
  later(1.1);
  expect(await attempt(WRONG)).toBe(422);
  later(1.1);
  expect(await attempt(WRONG)).toBe(429);
  later(1);
  // The right one: only the mailed link is missing.
  expect(await attempt(registration('chloe').password ?? '')).toBe(403);
  for (const free of [1, 2, 3, 4, 5]) expect([free, await attempt(WRONG)]).toEqual([free, 422]);
});

test('nobody waits longer than 25 seconds, however many tries there were', async () => {
  const attempt = () => site.visit().post('/sign-in', { email: 'stubborn@anymeeting.example', password: WRONG });
  for (let tries = 0; tries < 15; tries += 1) {
    await attempt();
    later(26);
  }
  expect((await attempt()).status).toBe(422);
  const refused = await attempt();
  expect(refused.status).toBe(429);
  expect(refused.html).toMatch(/Wait (2[0-5]) seconds/);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(19);
});

test('twelve wrong passwords at once count as twelve: five are looked at, and one more', async () => {
  const email = 'many@anymeeting.example';
  later(0);
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => site.visit().post('/sign-in', { email, password: WRONG })),
  );

  expect(answers.filter(({ status }) => status === 422)).toHaveLength(6);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(6);
});

test('tries are counted under keyed hashes', async () => {
  const counted = JSON.stringify(await site.parts.db.rateLimiterFlexible.findMany());

  expect(counted.length).toBeGreaterThan(100);
  expect(counted).not.toMatch(/anymeeting\.example|127\.0\.0\.1|::1/);
});

test('whoever has not confirmed the address learns it only with the right password, and gets the letter again', async () => {
  await (await passesAge(site.visit())).post('/register', registration('eve'));
  const { status, html } = await signIn(site.visit(), 'eve');

  expect(status).toBe(403);
  expect(html).toContain('Confirm your e-mail address first');
  await letterTo(site, 'eve', 'Confirm your address');
});

test('after signing in one goes on to the page one wanted, on this site only', async () => {
  const wanted = await site.visit().get('/profile');
  expect(wanted).toMatchObject({ status: 303, location: '/sign-in?next=%2Fprofile' });

  const browser = site.visit();
  expect((await browser.get(wanted.location ?? '')).html).toContain('name="next" value="/profile"');
  const form = { email: cast.ben.email, password: registration('ben').password ?? '' };
  expect(await browser.post('/sign-in', { ...form, next: '/profile' })).toMatchObject({
    status: 303,
    location: '/profile',
  });
  expect(await site.visit().post('/sign-in', { ...form, next: '//evil.example' })).toMatchObject({
    status: 303,
    location: '/webinars',
  });
});

test('whoever is signed in has no use for the forms, and is sent on', async () => {
  const browser = await signedIn(site, 'ben');

  expect(await browser.get('/register')).toMatchObject({ status: 303, location: '/' });
  expect(await browser.get('/sign-in?next=/profile')).toMatchObject({ status: 303, location: '/profile' });
});

test.each([
  ['the password twice', { password: ['one', 'two'] }],
  ['the address twice', { email: [cast.ada.email, cast.ben.email] }],
  ['an address as a pattern', { 'email[startsWith]': '' }],
  ['a role', { role: 'admin' }],
])('a form with %s is refused with 422', async (_what, wrong) => {
  const form = { email: cast.ada.email, password: registration('ada').password ?? '' };
  expect((await site.visit().post('/sign-in', { ...form, ...wrong })).status).toBe(422);
});

test('signing out ends the session on the server, not only in the browser', async () => {
  const browser = await signedIn(site, 'ben');
  const cookie = browser.cookies.get('sid') ?? '';
  expect(await browser.post('/session/end')).toMatchObject({ status: 303, location: '/sign-in?after=signed-out' });
  expect(browser.cookies.has('sid')).toBe(false);

  browser.cookies.set('sid', cookie);
  expect((await browser.get('/profile')).location).toBe('/sign-in?next=%2Fprofile');
});
