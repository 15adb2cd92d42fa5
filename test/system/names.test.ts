import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { answersAge, openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { everybodyMovesIn, firstWebinarOf } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { says } from './sight.ts';

let site: Site;
let browsers: Browser[];
let ada: Visitor;
let ben: Visitor;
let noor: Visitor;
let code: string;

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  ({ code } = await firstWebinarOf(site.parts, 'ada'));
  browsers = await Promise.all([openBrowser(), openBrowser()]);
  const [first, second] = browsers as [Browser, Browser];
  ada = await visitor(first);
  ben = await visitor(second, { width: 390, height: 844 });
  noor = await visitor(second);
  await signsIn(ada.page, 'ada');
  await signsIn(ben.page, 'ben');
});
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await site.close();
});

test('attendees learn no names until the host opens the list and they agree; the host learns names, and one address by opt-in', async () => {
  await joins(ada.page, 'Join');
  await joins(ben.page, 'Join');
  await joinsAsGuest(noor.page, 'Noor');

  await ada.page.getByRole('tab', { name: /People/ }).click();
  await ada.page.getByText(cast.ben.name).waitFor();
  await ada.page.getByText('Noor').waitFor();
  await noor.page.getByRole('tab', { name: /People/ }).click();
  await noor.page.getByText('3 people are here.').waitFor();
  expect(await noor.page.getByText(cast.ben.name).count()).toBe(0);

  await ada.page.getByRole('button', { name: 'Open the list' }).click();
  await noor.page.getByText('Nobody has put their name here yet.').waitFor();
  await ben.page.getByText('Show my name to everybody in this webinar, in the list of who is here.').waitFor();
  expect(await noor.page.getByText(cast.ben.name).count()).toBe(0);

  await ben.page.getByRole('button', { name: 'Show my name' }).click();
  await noor.page.getByText(cast.ben.name).waitFor();
  await ben.page.getByText(/Your receipt: \d+\./).waitFor();
  await noor.page.getByRole('button', { name: 'Not now' }).click();
  await ada.page.getByText('1 person has agreed to be in it.').waitFor();

  await ben.page.getByRole('tab', { name: /People/ }).click();
  expect(await ben.page.getByText('Noor').count()).toBe(0);
  await ben.page.getByRole('button', { name: 'Take my name out' }).click();
  await noor.page.getByText('Nobody has put their name here yet.').waitFor();
});

test('the name of an author is the one they go by now, in every browser', async () => {
  await ben.page.getByRole('tab', { name: /Chat/ }).click();
  await noor.page.getByRole('tab', { name: /Chat/ }).click();
  await ben.page.getByText(`Your name, ${cast.ben.name}, stands beside what you write.`).waitFor();
  await ben.page.getByLabel('Write to everybody').fill('Which straw?');
  await ben.page.keyboard.press('Enter');
  await noor.page.getByText(cast.ben.name).waitFor();

  const person = { name: 'Benjamin Lindqvist', changedAt: new Date() };
  await site.parts.db.person.update({ where: { email: cast.ben.email }, data: person });
  await noor.page.getByText('Benjamin Lindqvist').waitFor();
  await ben.page.getByText('Your name, Benjamin Lindqvist, stands beside what you write.').waitFor();
  expect(await noor.page.getByText(cast.ben.name, { exact: true }).count()).toBe(0);
});

test('the host’s table has no address, then the one that was shared, then none', async () => {
  expect(await addressesInTable()).toEqual([]);

  await ben.page.goto(`${site.url}/w/${code}`);
  const box = ben.page.getByRole('checkbox', { name: `Give my e-mail address to ${cast.ada.name}` });
  expect(await box.isChecked()).toBe(false);
  await box.check();
  await ben.page.getByRole('button', { name: 'Share my address' }).click();
  await ben.page.getByText(/Your receipt: \d+/).waitFor();
  expect(await addressesInTable()).toEqual([cast.ben.email]);

  await ben.page.getByRole('button', { name: 'Take my address back' }).click();
  await ben.page.getByRole('button', { name: 'Share my address' }).waitFor();
  expect(await addressesInTable()).toEqual([]);

  await ada.page.goto(`${site.url}/webinars/${code}/attendance`);
  await ada.page.getByText(/Benjamin Lindqvist withdrew on .*: delete their address from your lists\./).waitFor();
});

test('no page complained', () => {
  expect([ada, ben, noor].flatMap(({ complaints }) => complaints)).toEqual([]);
});

async function addressesInTable(): Promise<string[]> {
  const table = await ada.context.request.get(`${site.url}/webinars/${code}/attendance.csv`);
  return (await table.text()).match(/[^",]+@[^",]+/g) ?? [];
}

async function signsIn(page: Page, who: 'ada' | 'ben'): Promise<void> {
  await page.goto(`${site.url}/sign-in`);
  await page.getByLabel('E-mail address').fill(cast[who].email);
  await page.getByLabel('Password', { exact: true }).fill(castPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

async function joins(page: Page, label: string): Promise<void> {
  await page.goto(`${site.url}/w/${code}/room`);
  await page
    .getByRole('button', { name: new RegExp(`^${label}`) })
    .first()
    .click();
  await says(page, 'phase', 'in-room');
}

async function joinsAsGuest(page: Page, name: string): Promise<void> {
  await page.goto(`${site.url}/w/${code}/room`);
  await answersAge(page);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Go to the room' }).click();
  await page.getByRole('button', { name: 'Join' }).click();
  await says(page, 'phase', 'in-room');
}
