import type { Page } from 'playwright-core';
import type { CastName } from '../support/everybody.ts';
import type { Site } from '../support/site.ts';
import { figureGiven, visitorsCame } from '../support/visits.ts';

type Shown = { as?: CastName; open(page: Page): Promise<unknown> };

/** What staff see of visits, before anybody came and after, and of advertising. */
export function statisticsPages(
  site: () => Site,
  sent: (path: string, button: string) => Shown['open'],
): Record<string, Shown> {
  const at = (path: string) => (page: Page) => page.goto(site().url + path);
  return {
    'statistics before anybody came': { as: 'dev', open: at('/admin/statistics') },
    'statistics': {
      as: 'dev',
      open: async (page) => {
        await visitorsCame(site().parts);
        await at('/admin/statistics?days=30')(page);
      },
    },
    'no figures to give': { as: 'dev', open: at('/admin/statistics/figures') },
    'figures that were given, and a form with nothing in it': {
      as: 'dev',
      open: async (page) => {
        await figureGiven(site().parts);
        await sent('/admin/statistics/figures', 'Write it down')(page);
      },
    },
    'advertising': { as: 'dev', open: at('/admin/advertising') },
    'adding an advertisement with nothing': { as: 'dev', open: sent('/admin/advertising', 'Add it') },
  };
}
