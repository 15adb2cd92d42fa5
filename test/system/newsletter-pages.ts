import type { Page } from 'playwright-core';

import { answersAge } from '../support/browser.ts';
import type { CastName } from '../support/everybody.ts';
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
    'the outbox': { as: 'dev', open: at('/admin/outbox') },
  };
}
