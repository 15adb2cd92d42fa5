import { afterAll, beforeAll, expect, test } from 'vitest';
import { keptInBrowser } from '#src/policy/cookies.ts';
import { everybodyMovesIn, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite({ env: { BASE_URL: 'https://localhost' } });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

test('over https every cookie stays on https, and goes by the name and for the time that the list says (PP-07.1)', async () => {
  const browser = site.visit();
  const answers = [
    await browser.get('/'),
    await browser.post('/privacy/choices', { ads: 'off', statistics: 'on' }),
    await browser.post('/age', { month: '3', year: '1984', next: '/register' }),
  ];
  const lines = answers.flatMap(({ headers }) => headers.getSetCookie());
  const client = await signIn(site.visit(), 'ada');
  lines.push(...(await client.get('/webinars')).headers.getSetCookie());

  for (const line of lines) {
    const [, name = ''] = /^([^=]+)=/.exec(line) ?? [];
    const listed = keptInBrowser.find((each) => (each.overHttps ?? each.name) === name);
    expect(listed, name).toBeDefined();
    expect(line, name).toMatch(/; Secure/);
    expect(line, name).toMatch(/; HttpOnly/);
    expect(line, name).toMatch(/; SameSite=Lax/);
    const [, maxAge] = /Max-Age=(\d+)/.exec(line) ?? [];
    if (maxAge !== undefined) expect(Number(maxAge), name).toBeLessThanOrEqual(listed?.seconds ?? 0);
  }
  const names = lines.map((line) => line.split('=', 1)[0]).concat([...client.cookies.keys()]);
  expect([...new Set(names)].toSorted()).toEqual([
    '__Host-sid',
    'age',
    'known',
    'no-ads',
    'no-statistics',
    'prefs',
    'vid',
  ]);
});

test('every line of the list says what for, how long and by which clause, once for each name', () => {
  for (const { name, purpose, lifetime, clause } of keptInBrowser) {
    expect(
      [purpose, lifetime].map((words) => words.length > 5),
      name,
    ).toEqual([true, true]);
    expect(clause, name).toMatch(/^PP-\d\d\.\d$/);
  }
  expect(new Set(keptInBrowser.map(({ name }) => name)).size).toBe(keptInBrowser.length);
});
