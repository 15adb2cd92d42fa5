import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { everybodyMovesIn, firstWebinarOf, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { says } from './sight.ts';

let site: Site;
let browser: Browser;
let ada: Visitor;
let guest: Visitor;

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  browser = await openBrowser();
  ada = await visitor(browser);
  guest = await visitor(browser);
  const { cookies } = await signIn(site.visit(), 'ada');
  await ada.context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: site.url })));
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

test('a webinar is held and attended with the keyboard alone', async () => {
  const { code } = await firstWebinarOf(site.parts, 'ada');

  await ada.page.goto(`${site.url}/w/${code}`);
  await press(ada.page, 'Open the room');
  await says(ada.page, 'phase', 'green-room');
  // The focus stands on the way in: one key joins.
  await ada.page.getByRole('button', { name: /^Join/ }).waitFor();
  await ada.page.keyboard.press('Enter');
  await says(ada.page, 'phase', 'in-room');
  await press(ada.page, 'Go live');
  await says(ada.page, 'state', 'live');

  await guest.page.goto(`${site.url}/w/${code}`);
  await press(guest.page, 'Join');
  await guest.page.getByRole('heading', { name: 'When were you born?' }).waitFor();
  await tabTo(guest.page, 'Choose a month');
  await guest.page.keyboard.type('May');
  await tabTo(guest.page, 'Year');
  await guest.page.keyboard.type('1984');
  await guest.page.keyboard.press('Enter');
  await guest.page.getByLabel('Your name').waitFor();
  await tabTo(guest.page, 'Your name');
  await guest.page.keyboard.type(cast.ben.name);
  await guest.page.keyboard.press('Enter');
  await guest.page.getByRole('button', { name: 'Join' }).waitFor();
  await guest.page.keyboard.press('Enter');
  await says(guest.page, 'phase', 'in-room');
  await tabTo(guest.page, 'Write to everybody');
  await guest.page.keyboard.type('Hello from the keyboard');
  await guest.page.keyboard.press('Enter');
  await ada.page.getByText('Hello from the keyboard').waitFor();
  await press(guest.page, 'Raise hand');

  await tabTo(ada.page, 'Chat');
  await ada.page.keyboard.press('ArrowRight');
  await ada.page.getByText('Hands up (1)').waitFor();
  await press(ada.page, `Bring ${cast.ben.name} to the stage`);
  await says(guest.page, 'role', 'panelist');
  // The button is gone with the row it stood in; the reader goes on beside the person.
  await ada.page.getByText('On the stage (2)').waitFor();
  await expect.poll(() => focused(ada.page)).toContain(cast.ben.name);

  await press(ada.page, 'End for all');
  const dialog = ada.page.getByRole('dialog');
  await dialog.waitFor();
  // A second Enter must not end what cannot be started again, and the focus goes back where it came from.
  expect(await focused(ada.page)).toContain('Stay');
  await ada.page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => focused(ada.page)).toContain('End for all');
  await ada.page.keyboard.press('Enter');
  await dialog.waitFor();
  await press(ada.page, 'End for all');
  await says(guest.page, 'phase', 'ended');
});

test('the first stop on every page leads past the menu', async () => {
  const { page } = guest;
  for (const path of ['/', '/privacy', '/register', '/sign-in']) {
    await page.goto(site.url + path);
    await page.keyboard.press('Tab');
    expect(await focused(page), path).toContain('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id), path).toBe('main');
  }
});

/** Goes there and presses it. */
async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** More stops than any page of ours has. */
const MOST_STOPS = 80;

async function tabTo(page: Page, name: string): Promise<void> {
  const seen: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    const here = await focused(page);
    if (here.includes(name)) return;
    seen.push(here);
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach “${name}”, only: ${[...new Set(seen)].join(' | ')}`);
}

/** What a listener hears of where the focus is. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const here = document.activeElement;
    if (here === null || here === document.body) return '';

    const label = here instanceof HTMLInputElement ? here.labels?.[0]?.textContent : undefined;
    return here.ariaLabel ?? label ?? here.textContent ?? '';
  });
