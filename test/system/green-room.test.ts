import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedDemo } from '#prisma/seed.ts';
import { openBrowser, visitor } from '../support/browser.ts';
import { firstWebinarOf, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { says } from './sight.ts';

let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  site = await openSite();
  await seedDemo(site.parts);
  browser = await openBrowser();
  const ada = await visitor(browser);
  page = ada.page;
  const { cookies } = await signIn(site.visit(), 'ada');
  await ada.context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: site.url })));
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const sent = () => site.parts.sfu.workers().reduce((sum, worker) => sum + worker.producers, 0);

test('the host sees themselves, chooses devices, sees how loud they are and hears the speaker', async () => {
  await page.goto(`${site.url}/w/${(await firstWebinarOf(site.parts, 'ada')).code}/room`);
  expect(await page.locator('video').count()).toBe(0);
  await page.getByRole('button', { name: 'Camera off' }).click();
  await page.getByRole('button', { name: 'Muted' }).click();

  await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
  await page.waitForFunction(() => (document.querySelector('meter')?.value ?? 0) > 0);
  for (const name of ['Camera', 'Microphone', 'Speaker'])
    expect(await page.getByLabel(name, { exact: true }).locator('option').count()).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Play a test sound' }).click();
  await page.getByText('Heard nothing?').waitFor();
});

test('one key joins with everything off, and a screen is shared from inside the room', async () => {
  await page.reload();
  await page.getByRole('button', { name: 'Join', exact: false }).first().waitFor();
  await page.keyboard.press('Enter');
  await says(page, 'phase', 'in-room');
  await page.getByRole('button', { name: 'Camera off' }).waitFor();
  expect(sent()).toBe(0);

  await page.locator('[data-control="screen"]').click();
  await page.locator('[data-shows="screen"] video').waitFor();
  await expect.poll(sent).toBeGreaterThan(0);
});
