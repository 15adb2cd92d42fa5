import type { Page } from 'playwright-core';
import { cast } from '#prisma/cast.ts';
import { addressHash } from '#src/letters/address-hash.ts';
import { stopLetters } from '#src/letters/stop-letters.ts';
import { unsubscribeToken } from '#src/letters/unsubscribe-token.ts';
import type { CastName } from '../support/everybody.ts';
import type { Site } from '../support/site.ts';

type Shown = { as?: CastName; open(page: Page): Promise<unknown> };

/** The unsubscribe link in the news of somebody who has no account. */
export function linkIn(site: Site, email: string): string {
  const mailbox = addressHash(site.parts, email);
  return `${site.url}/u/${unsubscribeToken(site.parts, { addressHash: mailbox, stream: 'news' })}`;
}

/** The pages on which letters are stopped and asked for again, each in the states it has. */
export const letterPages = (site: () => Site, sent: (path: string, button: string) => Shown['open']) =>
  ({
    'stopping letters': { open: (page) => page.goto(linkIn(site(), 'still@anymeeting.example')) },
    'letters that are stopped': {
      open: async (page) => {
        await page.goto(linkIn(site(), 'stopped@anymeeting.example'));
        const button = page.getByRole('button', { name: 'Stop all letters' });
        if (await button.isVisible()) await button.click();
      },
    },
    'an unsubscribe link that was cut short': { open: (page) => page.goto(`${site().url}/u/short`) },
    'asking for letters again, with nothing': { as: 'ben', open: sent('/letters/again', 'Send me the link') },
    'a spent link to letters': { open: (page) => page.goto(`${site().url}/letters/confirm/${'A'.repeat(43)}`) },
    'suppression': { as: 'dev', open: (page) => page.goto(`${site().url}/admin/suppression?reason=complained`) },
    'an address that was looked up': {
      as: 'dev',
      open: async (page) => {
        const stopped = addressHash(site().parts, cast.ben.email);
        await stopLetters(site().parts, { addressHash: stopped, streams: ['webinar'], source: 'link' });
        await page.goto(`${site().url}/admin/suppression`);
        await page.getByLabel('E-mail address').fill(cast.ben.email);
        await page.getByRole('button', { name: 'Look it up' }).click();
        await page.getByRole('heading', { name: cast.ben.email }).waitFor();
      },
    },
  }) satisfies Record<string, Shown>;
