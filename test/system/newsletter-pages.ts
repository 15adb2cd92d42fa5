import type { Page } from 'playwright-core';

import { answersAge } from '../support/browser.ts';
import { type CastName, passesAge } from '../support/everybody.ts';
import { anIssue, ownLink } from '../support/newsletter.ts';
import type { Site } from '../support/site.ts';

type Shown = { as?: CastName; open(page: Page): Promise<unknown> };
type Sent = (path: string, button: string) => Shown['open'];

/** The newsletter: signing up, one's own page, and the pages on which staff write and send it. */
export function newsletterPages(site: () => Site, sent: Sent): Record<string, Shown> {
  const at = (path: string) => (page: Page) => page.goto(site().url + path);
  const asked = (path: string) => async (page: Page) => {
    await page.goto(site().url + path);
    await answersAge(page);
    await page.getByLabel('E-mail address').waitFor();
  };
  const ofAnIssue = (rest: string) => async (page: Page) =>
    page.goto(`${site().url}/admin/newsletters/${await anIssue(site().parts)}${rest}`);
  const toLeave = async (page: Page) => {
    await ofAnIssue('/sending')(page);
    await page.getByLabel('When').fill('2036-12-24T18:00');
    await page.getByRole('button', { name: 'Let it leave' }).click();
    await page.getByText('It leaves on').waitFor();
  };
  return {
    'asking for the newsletter': { open: asked('/newsletter') },
    'asking for the newsletter with nothing': { as: 'ada', open: sent('/newsletter', 'Send me the newsletter') },
    'looking for the letter with the newsletter': { open: at('/newsletter/check-your-mail') },
    'writing an issue': { as: 'eve', open: at('/admin/newsletters/new') },
    'confirming the newsletter': { open: at(`/newsletter/confirm/${'A'.repeat(43)}`) },
    'asking for one’s own page': { open: asked('/newsletter/yours') },
    'one’s own page': { open: async (page) => at(`/newsletter/yours/${await ownLink(site().parts)}`)(page) },
    'a spent link to one’s own page': { open: at(`/newsletter/yours/${'A'.repeat(43)}`) },
    'the newsletters': { as: 'dev', open: at('/admin/newsletters') },
    'writing an issue with nothing': { as: 'dev', open: sent('/admin/newsletters/new', 'Keep it') },
    'a draft of an issue': { as: 'dev', open: ofAnIssue('') },
    'whether to send an issue': { as: 'dev', open: ofAnIssue('/sending') },
    'the newsletter, confirmed': {
      open: async (page) => {
        await page.goto(await confirmLink(site()));
        await page.getByRole('button', { name: 'Yes, send it to me' }).click();
        await page.getByRole('heading', { name: 'You get our newsletter' }).waitFor();
      },
    },
    'a spent link to the newsletter': {
      open: async (page) => {
        await at(`/newsletter/confirm/${'A'.repeat(43)}`)(page);
        await page.getByRole('button', { name: 'Yes, send it to me' }).click();
        await page.getByRole('heading', { name: 'This link opens nothing any more' }).waitFor();
      },
    },
    'the newsletter, stopped on one’s own page': {
      open: async (page) => {
        await at(`/newsletter/yours/${await ownLink(site().parts)}`)(page);
        await page.getByRole('button', { name: 'Stop it and forget me' }).click();
        await page.getByRole('heading', { name: 'You get no more newsletters' }).waitFor();
      },
    },
    'an issue that is to leave': { as: 'dev', open: toLeave },
    'an issue that is paused': {
      as: 'dev',
      open: async (page) => {
        await toLeave(page);
        await page.getByRole('button', { name: 'Pause' }).click();
        await page.getByText('until you let it go on').waitFor();
      },
    },
    'an issue that is cancelled': {
      as: 'dev',
      open: async (page) => {
        await toLeave(page);
        await page.getByRole('button', { name: 'Cancel it for good' }).click();
        await page.getByText('Nobody got it').waitFor();
      },
    },
    'an issue on its way': {
      as: 'dev',
      open: async (page) => {
        // It is looked at for longer than it takes to leave, so the page is told of nothing new.
        await page.route('**/admin/newsletters/*', (asked) =>
          asked.request().resourceType() === 'fetch' ? asked.fulfill({ status: 204 }) : asked.continue(),
        );
        await ofAnIssue('/sending')(page);
        await page.getByRole('button', { name: 'Let it leave' }).click();
        await page.getByRole('heading', { name: 'How far it is' }).waitFor();
      },
    },
    'the outbox': { as: 'dev', open: at('/admin/outbox') },
  };
}

/** Mateo asks for it from another browser, and reads the letter in this one. */
async function confirmLink(site: Site): Promise<string> {
  const email = 'mateo@anymeeting.example';
  await (await passesAge(site.visit())).post('/newsletter', { email });
  const { links } = await site.inbox.letter(({ to }) => to === email);
  return links.find((link) => link.includes('/newsletter/confirm/')) ?? '';
}
