import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword, webinars } from '#prisma/cast.ts';
import { answersAge, openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { cameraParameters } from '../support/media.ts';
import { openSite, type Site } from '../support/site.ts';
import { watchServerSockets } from './foreign.ts';
import { hears, ownId, refusalOf, says, seesMoving, sending, watchPeers } from './sight.ts';

let site: Site;
let browser: Browser;
let ada: Visitor;
let ben: Visitor;
let chloe: Visitor;
const server = watchServerSockets();

beforeAll(async () => {
  // Two media workers, so that the webinar spans them.
  site = await openSite({ env: { MEDIA_WORKERS: '2' } });
  browser = await openBrowser();
  ada = await visitor(browser);
  ben = await visitor(browser);
  chloe = await visitor(browser, { width: 390, height: 844, zone: 'America/Toronto' });
  await watchPeers(ada.page);
});
afterAll(async () => {
  server.stop();
  await browser.close();
  await site.close();
});

test('Ada registers, holds a webinar with Ben and Chloé, and ends it', async () => {
  await registers(ada.page);
  await confirmsByMail(ada.page);
  const webinar = await schedules(ada.page);
  await opensTheRoom(ada.page, webinar);
  const adaId = await ownId(ada.page);
  expect(await sending(ada.page)).toEqual({ sizes: 3, quietWhenSilent: true });

  await joinsAsGuest(ben.page, webinar, cast.ben.name);
  await ben.page.getByText('is getting ready').waitFor();
  await ada.page.getByRole('button', { name: 'Go live' }).click();
  await says(ben.page, 'state', 'live');
  await readsOwnTime(chloe.page, webinar);
  await joinsAsGuest(chloe.page, webinar, cast.chloe.name);
  await Promise.all([ben, chloe].map(({ page }) => seesMoving(page, adaId)));
  await Promise.all([ben, chloe].map(({ page }) => hears(page)));

  await writes(chloe.page, 'How damp is too damp?');
  await Promise.all([ada, ben].map(({ page }) => page.getByText('How damp is too damp?').waitFor()));

  await mayNotPublishYet();
  const benId = await ownId(ben.page);
  await isBroughtOnStage(benId);
  await isTakenOffStage(benId);
  await survivesTheDeathOfAWorker(adaId);
  await ends(ada.page);
});

test('nobody talked to anybody else', () => {
  for (const { hosts } of [ada, ben, chloe]) expect([...hosts]).toEqual([new URL(site.url).host]);
  expect(server.foreign).toEqual([]);
});

test('no page complained', () => {
  expect([ada, ben, chloe].flatMap(({ complaints }) => complaints)).toEqual([]);
});

test('no line of the log knows who it was', () => {
  const log = site.logged.join('\n');
  expect(log).toContain('"method":"POST","route":"/register","status":303');
  for (const { name, email } of [cast.ada, cast.ben, cast.chloe]) {
    expect(log).not.toContain(email);
    expect(log).not.toContain(name);
  }
  expect(log).not.toContain(castPassword);
});

async function registers(page: Page): Promise<void> {
  await page.goto(site.url);
  await page.getByRole('link', { name: 'Register' }).first().click();
  await answersAge(page);
  await page.getByLabel('Your name').fill(cast.ada.name);
  await page.getByLabel('E-mail address').fill(cast.ada.email);
  await page.getByLabel('How did you hear of us').fill(cast.ada.howHeard);
  // Proposed from the browser, which lives in Paris.
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Paris');
  await page.getByLabel('Password', { exact: true }).fill(castPassword);
  await page.getByText(/By registering you accept version 1/).waitFor();
  await page.getByRole('button', { name: 'Register' }).click();
  await page.waitForURL('**/register/check-your-mail');
  expect(await site.parts.db.person.findFirst()).toMatchObject({
    email: cast.ada.email,
    policyVersionId: 1,
    confirmedAt: null,
  });
}

async function confirmsByMail(page: Page): Promise<void> {
  const letter = await site.inbox.letter(({ to }) => to === cast.ada.email);
  await page.goto(`${site.url}/dev/mail`);
  await page.getByText(letter.subject).first().click();
  await page.goto(letter.links.find((link) => link.includes('/confirm/')) ?? '');
  expect(await site.parts.db.person.findFirst()).toMatchObject({ confirmedAt: null });
  await page.getByRole('button', { name: /confirm/i }).click();

  await page.goto(`${site.url}/sign-in`);
  await page.getByLabel('E-mail address').fill(cast.ada.email);
  await page.getByLabel('Password', { exact: true }).fill(castPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'My webinars' }).first().click();
}

async function schedules(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Schedule a webinar' }).first().click();
  await page.getByLabel('Title').fill(webinars.mushrooms.title);
  await page.getByLabel('Description').fill(webinars.mushrooms.description);
  await page.getByLabel('Day').fill('2031-03-05');
  await page.getByLabel('Starts at').fill('18:00');
  await page.getByRole('button', { name: 'Schedule the webinar' }).click();
  await page.getByRole('heading', { name: webinars.mushrooms.title }).waitFor();
  return page.url().split('?')[0] ?? '';
}

async function opensTheRoom(page: Page, webinar: string): Promise<void> {
  await page.goto(webinar);
  await page.getByRole('link', { name: 'Open the room' }).click();
  await page.getByRole('button', { name: 'Camera off' }).click();
  await page.getByRole('button', { name: 'Muted' }).click();
  await page.getByRole('button', { name: 'Join with camera and microphone' }).click();
  await says(page, 'phase', 'in-room');
  await page.getByRole('button', { name: 'Microphone on' }).waitFor();
  await page.getByRole('button', { name: 'Camera on' }).waitFor();
}

async function joinsAsGuest(page: Page, webinar: string, name: string): Promise<void> {
  await page.goto(webinar);
  await page.getByRole('link', { name: /^Join/ }).first().click();
  await answersAge(page);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Go to the room' }).click();
  await page.getByRole('button', { name: 'Join' }).click();
  await says(page, 'phase', 'in-room');
}

/** Six in the evening in Paris, as somebody in Toronto reads it. */
async function readsOwnTime(page: Page, webinar: string): Promise<void> {
  await page.goto(webinar);
  await page
    .getByText(/18:00.*Central European/)
    .first()
    .waitFor();
  await page
    .getByText(/12:00.*Eastern Standard Time/)
    .first()
    .waitFor();
}

async function writes(page: Page, line: string): Promise<void> {
  await page.getByLabel('Write to everybody').fill(line);
  await page.keyboard.press('Enter');
}

/** Chloé's page asks over its own socket, past every button. */
async function mayNotPublishYet(): Promise<void> {
  const producers = () => site.parts.sfu.workers().reduce((sum, worker) => sum + worker.producers, 0);
  const before = producers();
  expect(await refusalOf(chloe.page, 'produce', { source: 'camera', rtpParameters: cameraParameters() })).toBe(
    'not-allowed',
  );
  expect(await refusalOf(chloe.page, 'end', {})).toBe('not-allowed');
  expect(producers()).toBe(before);
  expect(await ben.page.locator('.someone, [data-attendee]').filter({ hasText: cast.chloe.name }).count()).toBe(0);
}

async function isBroughtOnStage(benId: string): Promise<void> {
  const loads = await ben.page.evaluate(() => performance.timeOrigin);
  await ben.page.getByRole('button', { name: /hand/i }).first().click();
  await ada.page.getByRole('tab', { name: /People/ }).click();
  await ada.page.getByText('Hands up (1)').waitFor();
  await ada.page.getByRole('button', { name: `Bring ${cast.ben.name} to the stage` }).click();
  await says(ben.page, 'role', 'panelist');
  await ben.page.getByRole('button', { name: 'Camera off' }).click();
  await Promise.all([ada, chloe].map(({ page }) => seesMoving(page, benId)));
  expect(await ben.page.evaluate(() => performance.timeOrigin)).toBe(loads);
}

async function isTakenOffStage(benId: string): Promise<void> {
  const streams = () => site.parts.sfu.workers().reduce((sum, worker) => sum + worker.producers, 0);
  const before = streams();
  await ada.page.getByRole('button', { name: `Take ${cast.ben.name} off the stage` }).click();
  await says(ben.page, 'role', 'attendee');
  await expect.poll(streams).toBeLessThan(before);
  await expect.poll(() => chloe.page.locator(`[data-attendee="${benId}"] video`).count()).toBe(0);
}

async function survivesTheDeathOfAWorker(adaId: string): Promise<void> {
  const inUse = site.parts.sfu.workers().toSorted((a, b) => b.producers - a.producers)[0];
  if (inUse === undefined) throw new Error('No worker carries the webinar.');
  const loads = await chloe.page.evaluate(() => performance.timeOrigin);

  process.kill(inUse.pid, 'SIGKILL');
  await expect.poll(() => site.parts.sfu.workers().map(({ pid }) => pid), { timeout: 30_000 }).not.toContain(inUse.pid);
  await Promise.all([ben, chloe].map(({ page }) => seesMoving(page, adaId)));
  await Promise.all([ben, chloe].map(({ page }) => hears(page)));
  await chloe.page.getByText('How damp is too damp?').waitFor();
  expect(await chloe.page.evaluate(() => performance.timeOrigin)).toBe(loads);
}

async function ends(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'End for all' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End for all' }).click();
  await Promise.all([ada, ben, chloe].map((each) => says(each.page, 'phase', 'ended')));
  expect(await site.parts.db.webinar.findFirst()).toMatchObject({ endedAt: expect.any(Date) });
}
