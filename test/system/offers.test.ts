import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { offer } from '#prisma/cast.ts';
import { addAd } from '#src/ads/add-ad.ts';
import { addOffer } from '#src/offers/add-offer.ts';
import { pullOffer } from '#src/offers/pull-offer.ts';
import { reportOffer } from '#src/offers/report-offer.ts';
import { newId } from '#src/platform/ids.ts';
import { answersAge, openBrowser, visitor } from '../support/browser.ts';
import { type CastName, everybodyMovesIn, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let browser: Browser;
beforeAll(async () => {
  site = await openSite({ env: { ADS: 'house' } });
  await everybodyMovesIn(site);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function comes(as?: CastName) {
  const came = await visitor(browser);
  if (as !== undefined) {
    const { cookies } = await signIn(site.visit(), as);
    await came.context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: site.url })));
  }
  return came;
}

test('their host is asked for nothing before the click, and then learns neither the page nor the person (PP-11.1, PP-11.2)', async () => {
  const { page, context, hosts } = await comes('ada');
  await page.goto(`${site.url}/offers`, { waitUntil: 'networkidle' });
  const link = page.getByRole('link', { name: 'Go to their page' });
  await link.hover();
  await link.focus();
  expect([...hosts]).toEqual([new URL(site.url).host]);

  const asked: { url: string; referer: string | undefined; cookie: string | undefined }[] = [];
  await context.route('https://clear-ears.example/**', async (route) => {
    const { referer, cookie } = await route.request().allHeaders();
    asked.push({ url: route.request().url(), referer, cookie });
    await route.fulfill({ contentType: 'text/html', body: '<title>Theirs</title>' });
  });
  await link.click();
  await page.waitForURL(offer.url);
  expect(asked[0]).toEqual({ url: offer.url, referer: undefined, cookie: undefined });
  expect(await page.evaluate(() => window.opener === null)).toBe(true);
  await context.close();
});

test('words without an end widen no page, on the smallest phone: of an offer, a report and an advertisement', async () => {
  const long = { company: 'C'.repeat(100), title: 'T'.repeat(100), text: 'w'.repeat(500) };
  const id = await addOffer(site.parts, { ...offer, ...long, url: `https://long.example/${'p'.repeat(400)}` }, newId());
  const finding = { offerId: id, text: 'm'.repeat(5000), email: undefined, tellsAccount: false };
  await reportOffer(site.parts, finding, { agePassedAt: site.parts.clock() });
  await addAd(site.parts, { title: long.title, text: 'w'.repeat(300), path: '/newsletter' }, newId());

  const { page, context } = await comes('dev');
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ['/', '/offers', `/offers/${id}/report`, '/admin/offers', `/admin/offers/${id}`]) {
    await page.goto(`${site.url}${path}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
  }
  await context.close();
  await pullOffer(site.parts, { id, by: newId() });
});

test('anybody reports a link, staff find it in their queue and pull it, and it is gone (PP-11.4)', async () => {
  const reporter = await comes();
  await reporter.page.goto(`${site.url}/offers`);
  await reporter.page.getByRole('link', { name: 'Report this link' }).click();
  await answersAge(reporter.page);
  await reporter.page.getByLabel('What is wrong with it?').fill('The page behind it sells something else now.');
  await reporter.page.getByLabel('Where we may write to you').fill('zoe@anymeeting.example');
  await reporter.page.getByRole('button', { name: 'Report the link' }).click();
  await reporter.page.getByText('Thank you for telling us').waitFor();

  const dev = await comes('dev');
  await dev.page.goto(`${site.url}/admin/offers`);
  expect(await dev.page.getByText('sells something else now').count()).toBe(1);
  expect(await dev.page.content()).not.toContain('zoe@');
  await dev.page.getByRole('button', { name: 'Pull the link' }).click();
  await dev.page.getByText('The link is gone from every page.').waitFor();

  await reporter.page.goto(`${site.url}/offers`);
  await reporter.page.getByRole('heading', { name: 'Nothing at the moment' }).waitFor();
  expect(await reporter.page.content()).not.toContain('clear-ears');
  const letter = await site.inbox.letter(({ to }) => to === 'zoe@anymeeting.example');
  expect(letter.text).toContain('We have pulled it');
  await Promise.all([reporter.context.close(), dev.context.close()]);
});
