import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seedDemo } from '#prisma/seed.ts';
import { firstAdminLink } from '#src/accounts/make-first-admin.ts';
import { answersAge, openBrowser, visitor } from '../support/browser.ts';
import { everyRow } from '../support/every-row.ts';
import { firstWebinarOf } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let browser: Browser;
let paths: Record<'registering' | 'joining as a guest' | 'becoming the first admin', string>;
const nineYearsAgo = () => String(new Date().getFullYear() - 9);

beforeAll(async () => {
  site = await openSite();
  await seedDemo(site.parts);
  paths = {
    'registering': '/register',
    'joining as a guest': `/w/${(await firstWebinarOf(site.parts, 'ada')).code}/room`,
    'becoming the first admin': new URL((await firstAdminLink(site.parts)) ?? '').pathname,
  };
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe('a nine-year-old at each door leaves all tables unchanged and no trace in the log (PP-13.2)', () => {
  beforeEach(() => {
    site.logged.length = 0;
  });

  test.each(['registering', 'joining as a guest', 'becoming the first admin'] as const)('%s', async (door) => {
    const before = await everyRow(site.parts);
    const { page, context } = await visitor(browser);
    const address = site.url + paths[door];

    await page.goto(address);
    await answersAge(page, { year: nineYearsAgo() });
    await isTurnedAwayKindly(page);
    expect(page.url()).toBe(address);

    // Back to the question, and another year into it.
    await page.goBack();
    if (await page.getByLabel('Year').isVisible()) await answersAge(page, { year: '1984' });
    await isTurnedAwayKindly(page);
    await page.goto(address);
    await isTurnedAwayKindly(page);

    const kept = await context.cookies();
    expect(kept.map(({ name, expires, httpOnly, sameSite }) => ({ name, expires, httpOnly, sameSite }))).toEqual([
      { name: 'age', expires: -1, httpOnly: true, sameSite: 'Lax' },
    ]);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
    expect(await everyRow(site.parts)).toEqual(before);
    expect(site.logged.join('\n')).not.toMatch(new RegExp(`(?<![\\w-])${nineYearsAgo()}(?![\\w-])`));
    await context.close();
  });
});

async function isTurnedAwayKindly(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Not by yourself yet' }).waitFor();
  expect(await page.getByLabel('Your name').count()).toBe(0);
}
