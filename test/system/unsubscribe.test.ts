import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { everybodyMovesIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { linkIn } from './letter-pages.ts';

let site: Site;
let browser: Browser;
beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
  await everybodyMovesIn(site);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

test('on a phone and without JavaScript somebody stops one kind of letter, then all, and is given no cookie', async () => {
  const phone = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  const page = await phone.newPage();
  await page.goto(linkIn(site, 'phone@anymeeting.example'));
  await page.getByRole('button', { name: /^Stop these.*letters about webinars$/ }).click();
  await page.getByText('You get no more letters about webinars.').waitFor();

  await page.goto(linkIn(site, 'phone@anymeeting.example'));
  const overflow = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Stop all letters' }).click();
  await page.getByText('You get no more letters from us.').waitFor();
  expect(await page.getByRole('button', { name: /^Stop/ }).count()).toBe(0);
  expect(await phone.cookies()).toEqual([]);
  await phone.close();
});

test('axe finds nothing on the page before and after', async () => {
  const page = await (await browser.newContext({ bypassCSP: true })).newPage();
  await page.goto(linkIn(site, 'axe@anymeeting.example'));
  for (const heading of ['Stop our letters', 'Stopped']) {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.addScriptTag({ content: axe.source });
    const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
    expect(violations.map(({ id }) => id)).toEqual([]);
    if (heading !== 'Stopped') await page.getByRole('button', { name: 'Stop all letters' }).click();
  }
});
