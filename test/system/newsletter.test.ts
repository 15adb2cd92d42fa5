import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { openBrowser } from '../support/browser.ts';
import { everybodyMovesIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

const NOOR = 'noor@anymeeting.example';

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

const newPage = async (): Promise<Page> => (await browser.newContext({ bypassCSP: true })).newPage();
const came = (title: string) => site.inbox.letter(({ to, subject }) => to === NOOR && subject.startsWith(title));

async function axeFindsNothing(page: Page): Promise<void> {
  await page.addScriptTag({ content: axe.source });
  const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
  expect(violations.map(({ id }) => id)).toEqual([]);
}

async function sends(page: Page, title: string): Promise<void> {
  await page.goto(`${site.url}/admin/newsletters/new`);
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Text', { exact: true }).fill('## Rooms\n\nThey open faster.');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('link', { name: 'Go on to sending' }).click();
  await page.getByRole('button', { name: 'Let it leave' }).click();
  // Nobody reloads: the page keeps itself as it is on the server, until nothing waits and nothing can be paused.
  await page.locator('.badge', { hasText: 'Sent' }).waitFor({ timeout: 60_000 });
}

test('Noor signs up, confirms, receives, her mail program stops it with one press, and nothing more comes', async () => {
  const noor = await newPage();
  await noor.goto(`${site.url}/newsletter`);
  await noor.getByLabel('Month').selectOption('5');
  await noor.getByLabel('Year').fill('1984');
  await noor.getByRole('button', { name: 'Go on' }).click();
  await noor.getByLabel('E-mail address').fill(NOOR);
  await axeFindsNothing(noor);
  await noor.getByRole('button', { name: 'Send me the newsletter' }).click();
  await noor.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();

  const { links } = await came('Do you want');
  await noor.goto(links.find((link) => link.includes('/newsletter/confirm/')) ?? '');
  await noor.getByRole('button', { name: 'Yes, send it to me' }).click();
  await noor.getByRole('heading', { name: 'You get our newsletter' }).waitFor();
  await axeFindsNothing(noor);

  const dev = await newPage();
  await dev.goto(`${site.url}/sign-in`);
  await dev.getByLabel('E-mail address').fill(cast.dev.email);
  await dev.getByLabel('Password', { exact: true }).fill(castPassword);
  await dev.getByRole('button', { name: 'Sign in' }).click();
  await dev.getByText(cast.dev.name).first().waitFor();
  await sends(dev, 'What is new');
  await axeFindsNothing(dev);

  const letter = await came('What is new');
  const [, link = ''] = /<(http[^>]+)>/.exec(letter.headers['list-unsubscribe'] ?? '') ?? [];
  const stop = await fetch(site.url + new URL(link).pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
    redirect: 'manual',
  });
  expect(stop.status).toBe(200);

  await sends(dev, 'Nobody is left');
  expect(site.inbox.letters().filter(({ subject }) => subject.startsWith('Nobody is left'))).toEqual([]);
});
