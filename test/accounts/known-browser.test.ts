import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openSite, type Site } from '../support/site.ts';
import { openAccount, signedIn, signIn } from './visits.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await Promise.all([openAccount(site, 'ada'), openAccount(site, 'ben'), openAccount(site, 'dev')]);
});
afterEach(() => vi.useRealTimers());
afterAll(() => site.close());

const WRONG = 'five boats on a slow river';

/** Stops the clock by which tries are counted, so that no wait is over before the test is. */
const stopClock = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });

test('a stranger who guesses does not take the turns of the person: a browser they signed in from counts for itself', async () => {
  const own = await signedIn(site, 'dev');
  stopClock();
  await Promise.all(Array.from({ length: 12 }, () => signIn(site.visit(), 'dev', WRONG)));
  expect((await signIn(site.visit(), 'dev')).status).toBe(429);
  expect((await signIn(own, 'dev')).status).toBe(303);

  const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(own, 'dev', WRONG)));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(6);
});

test('that browser is known to this account alone, by a cookie that names nobody and that nobody can make', async () => {
  const ben = await signedIn(site, 'ben');
  const known = ben.cookies.get('known') ?? '';
  expect(known).toMatch(/^[\w-]{43}\.[\w-]{43}$/);

  stopClock();
  await Promise.all(Array.from({ length: 12 }, () => signIn(site.visit(), 'ada', WRONG)));
  for (const made of [known, known.slice(0, 43), `${known.slice(0, 43)}.${'A'.repeat(43)}`]) {
    const browser = site.visit();
    browser.cookies.set('known', made);
    expect((await signIn(browser, 'ada')).status, made.length.toString()).toBe(429);
  }
});
