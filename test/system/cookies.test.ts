import type { Browser, BrowserContext, Cookie, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { routes } from '#src/app.ts';
import { keptInBrowser } from '#src/policy/cookies.ts';
import { openBrowser, visitor } from '../support/browser.ts';
import { everybodyMovesIn, firstWebinarOf, idOf } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let browser: Browser;
let paths: string[];

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  browser = await openBrowser();
  paths = [...(await everyPage()), '/nowhere'];
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Every address that is read, with something real in its place holders where there is something real. */
async function everyPage(): Promise<string[]> {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  const chloe = await idOf(site.parts, 'chloe');
  const read = routes(site.parts).filter(({ method }) => method === 'GET');
  return read.map(({ path }) =>
    path
      .replace(':code', code)
      .replace(':token', 'A'.repeat(43))
      .replace(':personId', chloe)
      .replace(':letter', 'confirm-address')
      .replaceAll(/:\w+/g, '1'),
  );
}

type Prepared = (page: Page, context: BrowserContext) => Promise<unknown>;

/** The three of the policy's clause about the visitor cookie (PP-07.2). */
const VISITORS: [name: string, counted: boolean, prepare: Prepared][] = [
  ['who asks for nothing', true, async () => {}],
  ['who sends Global Privacy Control', false, (_page, context) => context.setExtraHTTPHeaders({ 'Sec-GPC': '1' })],
  [
    'who refused to be counted',
    false,
    async (page) => {
      await page.goto(`${site.url}/`);
      await page.getByRole('link', { name: 'Your privacy choices' }).click();
      await page.getByRole('button', { name: 'Refuse both' }).click();
      await page.getByText('Your choice is kept.').waitFor();
    },
  ],
];

describe.each(VISITORS)('of a visitor %s', (_name, counted, prepare) => {
  test('every page keeps only what the list says, as it says it, and asks nobody but us', async () => {
    const { page, context, hosts } = await visitor(browser);
    await prepare(page, context);

    const names = await crawl(page, context);
    await comesAsGuest(page);
    await expectListed(page, context);
    expect(names.has('vid')).toBe(counted);

    await signsIn(page);
    for (const name of await crawl(page, context)) names.add(name);
    await entersRoom(page);
    await expectListed(page, context);
    expect(await strangeKeys(page), 'in a room').toEqual([]);

    expect([...names].toSorted()).toEqual(expect.arrayContaining(['prefs', 'sid']));
    expect(
      (await context.cookies()).some(({ name }) => name === 'vid'),
      'signed in',
    ).toBe(false);
    expect([...hosts]).toEqual([new URL(site.url).host]);
    await context.close();
  });
});

/** Opens every page and looks at what it left; says the names of all cookies that were there at any time. */
async function crawl(page: Page, context: BrowserContext): Promise<Set<string>> {
  const names = new Set<string>();
  for (const path of paths) {
    await opens(page, site.url + path);
    for (const name of await expectListed(page, context)) names.add(name);
  }
  // Keys belong to the whole site and not to a page; a page that is shown in a sandbox cannot look.
  await page.goto(site.url);
  expect(await strangeKeys(page)).toEqual([]);
  return names;
}

/** A file is fetched as a browser fetches it, which is no page to stand on afterwards. */
async function opens(page: Page, address: string): Promise<void> {
  await page.goto(address).catch((error: unknown) => {
    if (!String(error).includes('Download is starting')) throw error;
  });
}

async function expectListed(page: Page, context: BrowserContext): Promise<string[]> {
  const cookies = await context.cookies();
  expect(cookies.map(strange).filter(Boolean), page.url()).toEqual([]);
  return cookies.map(({ name }) => name);
}

/** Browsers reckon the end of a cookie by the clock of the answer, which knows whole seconds. */
const ROUNDING_SECONDS = 5;

/** What is not as the list says about a cookie; empty when all is. */
function strange(cookie: Cookie): string {
  const listed = keptInBrowser.find(({ name, where }) => where === 'cookie' && name === cookie.name);
  if (listed === undefined) return `${cookie.name} is not listed`;

  const path = new RegExp(`^${listed.path.replace('<webinar>', '[a-z0-9-]+')}$`);
  const stays = cookie.expires === -1 ? undefined : cookie.expires - Date.now() / 1000;
  const isRight =
    cookie.httpOnly &&
    cookie.sameSite === 'Lax' &&
    !cookie.secure &&
    path.test(cookie.path) &&
    (listed.seconds === undefined
      ? stays === undefined
      : stays !== undefined && stays <= listed.seconds + ROUNDING_SECONDS);
  return isRight ? '' : `${cookie.name} is not as listed: ${JSON.stringify({ ...cookie, value: '…' })}`;
}

/** Names of everything else a page can keep in a browser, except what the list names. */
async function strangeKeys(page: Page): Promise<string[]> {
  const found = await page.evaluate(async () => ({
    localStorage: Object.keys(localStorage),
    sessionStorage: Object.keys(sessionStorage),
    others: [
      ...(await indexedDB.databases()).map(({ name }) => `IndexedDB ${name}`),
      ...(await caches.keys()).map((name) => `cache ${name}`),
      ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => `worker ${scope}`),
    ],
  }));
  const listed = (where: string, name: string) =>
    keptInBrowser.some((each) => each.where === where && each.name === name);
  return [
    ...found.localStorage.filter((name) => !listed('localStorage', name)),
    ...found.sessionStorage.filter((name) => !listed('sessionStorage', name)),
    ...found.others,
  ];
}

/** Passes the age question and takes a place in the room, which leaves two more cookies. */
async function comesAsGuest(page: Page): Promise<void> {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  await page.goto(`${site.url}/w/${code}/room`);
  await page.getByLabel('Month').selectOption('3');
  await page.getByLabel('Year').fill('1984');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Your name').fill(cast.chloe.name);
  await page.locator('form.form button[type=submit]').click();
  await page.locator('#room').waitFor({ state: 'attached' });
  expect((await page.context().cookies()).map(({ name }) => name)).toEqual(expect.arrayContaining(['age', 'join']));
}

async function signsIn(page: Page): Promise<void> {
  await page.goto(`${site.url}/sign-in`);
  await page.getByLabel('E-mail address').fill(cast.eve.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(castPassword);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/webinars/);
}

async function entersRoom(page: Page): Promise<void> {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  await page.goto(`${site.url}/w/${code}/room`);
  await page.getByRole('button', { name: /^Join/ }).first().waitFor();
}
