import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clauses } from '#src/policy/clauses.ts';
import { openBrowser } from '../support/browser.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let browser: Browser;
beforeAll(async () => {
  site = await openSite();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

test('the policy is read without JavaScript on the narrowest screen, every sentence and its last line', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  for (const path of ['/privacy', '/privacy/versions', '/privacy/versions/1']) {
    await page.goto(site.url + path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
  }

  await page.goto(`${site.url}/privacy`);
  for (const { sentence } of clauses) expect(await page.getByText(sentence, { exact: true }).isVisible()).toBe(true);
  await page.locator('[id="PP-01.2"] summary').click();
  expect(await page.getByText('A published text cannot be changed').isVisible()).toBe(true);
  expect((await page.locator('main').textContent())?.trim()).toMatch(
    /This policy was last modified on \d\d\/\d\d\/\d{4}\.$/,
  );
  await context.close();
});
