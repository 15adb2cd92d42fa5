import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { slotOn } from '#src/ads/rules.ts';
import { routes } from '#src/app.ts';
import { openStubVendor, type StubVendor } from '../support/ad-vendor.ts';
import { openBrowser, visitor } from '../support/browser.ts';
import { everybodyMovesIn, firstWebinarOf } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

/** Stands in every address that is opened, so that it would be found wherever one is told to somebody. */
const CANARY = 'kingfisher';

let site: Site;
let stub: StubVendor;
let browser: Browser;
let paths: string[];

beforeAll(async () => {
  stub = await openStubVendor();
  site = await openSite({ adVendor: stub.vendor });
  await everybodyMovesIn(site);
  browser = await openBrowser();
  const { code } = await firstWebinarOf(site.parts, 'ada');
  paths = routes(site.parts)
    .filter(({ method, path }) => method === 'GET' && !/\.csv$|\/text$/.test(path))
    .map(({ path }) => path.replace(':code', code).replace(':token', 'A'.repeat(43)).replaceAll(/:\w+/g, '1'));
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await stub.close();
});

/** Opens every page and says on which ones, as they were arrived at, the company was asked. A page has loaded when its frames have. */
async function crawl(page: Page): Promise<string[]> {
  const withAds = new Set<string>();
  for (const path of paths) {
    const before = stub.asked.length;
    await page.goto(`${site.url}${path}?q=${CANARY}`);
    if (stub.asked.length > before) withAds.add(new URL(page.url()).pathname);
  }
  return [...withAds];
}

async function signsIn(page: Page): Promise<void> {
  await page.goto(`${site.url}/sign-in`);
  await page.getByLabel('E-mail address').fill(cast.eve.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(castPassword);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/webinars/);
}

type Prepared = (page: Page, context: BrowserContext) => Promise<unknown>;

/** Those of the policy's clause about advertising (PP-02.4), and whether they are shown any. */
const VISITORS: [name: string, isShown: boolean, prepare: Prepared][] = [
  ['who asks for nothing', true, async () => {}],
  ['who sends Global Privacy Control', false, (_page, context) => context.setExtraHTTPHeaders({ 'Sec-GPC': '1' })],
  ['who sends Do Not Track', false, (_page, context) => context.setExtraHTTPHeaders({ DNT: '1' })],
  [
    'who refused advertising, in two clicks',
    false,
    async (page) => {
      await page.goto(`${site.url}/`);
      await page.getByRole('link', { name: 'Refuse advertising' }).click();
      await page.getByRole('button', { name: 'Refuse advertising' }).click();
      await page.getByText('Your choice is kept.').waitFor();
    },
  ],
];

const withSlot = () => paths.filter((path) => slotOn(path) !== undefined);

function expectNothingTold(): void {
  expect(stub.asked.filter(({ referer }) => referer !== undefined)).toEqual([]);
  expect(JSON.stringify(stub.asked)).not.toContain(CANARY);
  const addresses = new Set(stub.asked.map(({ url }) => url));
  expect([...addresses].filter((url) => !/^\/frame\?slot=(home|offers)$/.test(url))).toEqual([]);
}

test.each(VISITORS)(
  'a visitor %s meets them where the list says and nowhere else, and the company learns nothing',
  async (_name, isShown, prepare) => {
    const { page, context } = await visitor(browser);
    await prepare(page, context);
    stub.asked.length = 0;

    expect(await crawl(page)).toEqual(isShown ? withSlot() : []);
    expectNothingTold();
    await context.close();
  },
);

test('nor does anybody who is signed in meet them in rooms, on My Profile or on pages of staff', async () => {
  const { page, context } = await visitor(browser);
  await signsIn(page);
  stub.asked.length = 0;

  expect(await crawl(page)).toEqual(withSlot());
  expectNothingTold();
  await context.close();
});

test('the place for it can be read by everybody, on a phone and in the dark, and can be reached by its label', async () => {
  for (const look of [{ width: 1280 }, { width: 390 }, { width: 390, dark: true }]) {
    const { page, context } = await visitor(browser, look);
    await page.goto(site.url);
    const place = page.getByRole('complementary', { name: 'Advertisement' });
    await place.scrollIntoViewIfNeeded();
    expect(await place.getByRole('link', { name: 'Refuse advertising' }).isVisible()).toBe(true);
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await window.axe.run(document, { resultTypes: ['violations'], iframes: false });
      return violations.map(({ id }) => id);
    });
    expect(found).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await context.close();
  }
});
