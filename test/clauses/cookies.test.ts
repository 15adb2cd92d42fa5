import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { keptInBrowser } from '#src/policy/cookies.ts';
import { everybodyMovesIn, firstWebinarOf, passesAge } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

test('every cookie that is set on the way through the site is in the table of the policy, with its path and time (PP-07.1)', async () => {
  const browser = site.visit();
  const { code } = await firstWebinarOf(site.parts, 'ada');
  const answers = [await browser.get('/')];
  await passesAge(browser);
  answers.push(
    await browser.post(`/w/${code}/guests`, { name: 'Noor' }),
    await browser.post('/sign-in', { email: cast.ben.email, password: castPassword }),
    await browser.post('/privacy/choices', { ads: 'off', statistics: 'off' }),
  );

  const set = answers.flatMap(({ headers }) => headers.getSetCookie());
  const names = set.map((line) => line.slice(0, line.indexOf('=')));
  expect(new Set(names)).toEqual(new Set(['vid', 'join', 'sid', 'prefs', 'known', 'no-ads', 'no-statistics']));
  for (const line of set) {
    const row = keptInBrowser.find(({ name }) => line.startsWith(`${name}=`));
    expect(row, line).toBeDefined();
    expect(line).toContain(`Path=${row?.path.replace('<webinar>', code)}`);
    expect(line).toMatch(/HttpOnly.*SameSite=Lax/);
    const [, seconds = '0'] = /Max-Age=(\d+)/.exec(line) ?? [];
    expect(Number(seconds), line).toBeLessThanOrEqual(row?.seconds ?? 0);
  }
});
