import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answersAge, openBrowser, visitor } from '../support/browser.ts';
import { everybodyMovesIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { asks, contest } from '../surveys/asked.ts';

const NOOR = 'noor@anymeeting.example';

let site: Site;
let browser: Browser;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Everybody who could ever be written to without asking for it, and everything that decides it. */
const audience = async () => {
  const { db } = site.parts;
  return [await db.subscriber.findMany(), await db.mailEvent.findMany(), await db.consentEvent.findMany()];
};

/** Moves on with the keyboard until this is where one is, as somebody without a mouse does. */
async function tabsTo(page: Page, selector: string): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`${selector} is not reached with the keyboard.`);
}

test('on a phone, with the keyboard alone, somebody enters a contest, reads the letter, changes the entry and takes it back; the audience stays as it was', async () => {
  const before = await audience();
  const { code } = await asks(site.parts, contest);
  const { page, context } = await visitor(browser, { width: 390, height: 844 });
  await page.goto(`${site.url}/surveys/${code}`);
  await answersAge(page);

  await tabsTo(page, 'input[name="q1"]');
  await page.keyboard.press('ArrowDown');
  await tabsTo(page, 'textarea[name="q2"]');
  await page.keyboard.type('How to keep it dry.');
  await tabsTo(page, 'form.form button');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  expect(await page.locator('#email-problem').textContent()).toContain('Enter your e-mail address');
  expect(await page.locator('textarea[name="q2"]').inputValue()).toBe('How to keep it dry.');
  expect(await page.locator('input[value="Rye"]').isChecked()).toBe(true);
  await page.evaluate(axe.source);
  expect((await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))).violations).toEqual([]);

  await tabsTo(page, 'input[name="email"]');
  await page.keyboard.type(NOOR);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();

  const letter = await site.inbox.letter(({ to }) => to === NOOR);
  await page.goto(/https?:\S+\/entries\/\S+/.exec(letter.text)?.[0] ?? '');
  await page.getByLabel('Wheat').check();
  await page.getByRole('button', { name: 'Keep the changes' }).click();
  await page.getByText('Your changes are kept.').waitFor();
  expect(await page.locator('input[value="Wheat"]').isChecked()).toBe(true);

  await page.getByRole('button', { name: 'Delete my answers' }).click();
  await page.getByRole('heading', { name: 'Your answers are gone' }).waitFor();
  expect(await site.parts.db.surveyEntry.count()).toBe(0);
  expect(await audience()).toEqual(before);
  expect(site.inbox.letters().filter(({ to }) => to === NOOR)).toHaveLength(1);
  await context.close();
});

test('without JavaScript a survey is answered, found wanting, and answered', async () => {
  const { code } = await asks(site.parts);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}/surveys/${code}`);
  await answersAge(page);
  await page.getByLabel('Evenings').check();
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await page.getByText('Choose one.').first().waitFor();
  expect(await page.getByLabel('Evenings').isChecked()).toBe(true);
  await page.getByLabel('Rye').check();
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await page.getByText('Your answers have arrived.').waitFor();
  await context.close();
});
