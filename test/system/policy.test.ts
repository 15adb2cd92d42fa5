import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clauses } from '#src/policy/clauses.ts';
import { ownEdition } from '#src/policy/policy.ts';
import { publishPolicy } from '#src/policy/publish-policy.ts';
import { openBrowser, visitor } from '../support/browser.ts';
import { movesIn, signIn } from '../support/everybody.ts';
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

test('a new version is told once, in the way of nothing, and written down once (PP-01.3)', async () => {
  const { parts } = site;
  const [eve, ben] = [await movesIn(parts, 'eve'), await movesIn(parts, 'ben')];
  const clauses = ownEdition.clauses.map((each) =>
    each.id === 'PP-16.1' ? { ...each, sentence: 'Ask us whatever you like about this policy.' } : each,
  );
  await publishPolicy(parts, { edition: { ...ownEdition, clauses }, base: 1, effectiveAt: parts.clock(), by: eve });

  const { page, context } = await visitor(browser);
  const { cookies } = await signIn(site.visit(), 'ben');
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: site.url })));
  const notice = page.getByRole('region', { name: 'Our Privacy Policy has changed' });

  await page.goto(`${site.url}/profile`);
  expect(await page.getByRole('heading', { name: 'My Profile', level: 1 }).isVisible()).toBe(true);
  expect(await notice.isVisible()).toBe(true);
  await notice.getByRole('link', { name: 'Read every change, word by word' }).click();
  expect(await page.locator('ins').allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining('whatever you like')]),
  );
  for (const path of ['/profile', '/webinars', '/privacy/choices', '/']) {
    await page.goto(site.url + path);
    expect([path, await notice.count()]).toEqual([path, 0]);
  }
  const written = { subject: ben, act: 'acknowledge', acknowledgedVersionId: 2 } as const;
  expect(await parts.db.consentEvent.count({ where: written })).toBe(1);
  await context.close();
});
