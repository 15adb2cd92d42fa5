import type { Page } from 'playwright-core';
import { cancel } from '#src/webinars/cancel.ts';
import { schedule } from '#src/webinars/schedule.ts';
import { type CastName, idOf } from '../support/everybody.ts';
import type { Site } from '../support/site.ts';
import { says } from './sight.ts';

type Shown = { as?: CastName; open(page: Page): Promise<unknown> };

/** Presses the button of the green room, at an address, and is inside. */
async function enters(page: Page, room: string): Promise<void> {
  await page.goto(room);
  await page.getByRole('button', { name: /^Join/ }).first().click();
  await says(page, 'phase', 'in-room');
}

/** The room, each thing that can be open in it. */
export function roomPages(room: () => string): Record<string, Shown> {
  const joins = (page: Page) => enters(page, room());
  return {
    'the room before it is live': { as: 'chloe', open: (page) => joins(page) },
    'the room, chatting': { as: 'ada', open: (page) => joins(page) },
    'the room, looking at people': {
      as: 'ada',
      open: async (page) => {
        await joins(page);
        await page.getByRole('tab', { name: /People/ }).click();
      },
    },
    'the room, with the list of who is here open': {
      as: 'ada',
      open: async (page) => {
        await joins(page);
        await page.getByRole('tab', { name: /People/ }).click();
        await page.getByRole('button', { name: 'Open the list' }).click();
        await page.getByRole('button', { name: 'Close the list' }).waitFor();
      },
    },
    'the room, with a picture on the stage': {
      as: 'ada',
      open: async (page) => {
        await joins(page);
        await page.locator('[data-control="camera"]').click();
        await page.locator('figure[data-attendee] video').first().waitFor();
      },
    },
    'the room, about to end': {
      as: 'ada',
      open: async (page) => {
        await joins(page);
        await page.getByRole('button', { name: 'Go live' }).click();
        await page.getByRole('button', { name: 'End for all' }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    'the room, once it has ended': {
      as: 'ada',
      open: async (page) => {
        await joins(page);
        await page.getByRole('button', { name: 'End for all' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'End for all' }).click();
        await says(page, 'phase', 'ended');
      },
    },
  };
}

export async function cancelledWebinar(site: Site): Promise<string> {
  const hostId = await idOf(site.parts, 'ada');
  const plan = { description: '', date: '2031-03-05', time: '18:00', timeZone: 'Europe/Paris', lengthMinutes: 60 };
  const webinar = await schedule(site.parts, hostId, { title: 'Bread without an oven', ...plan });
  await cancel(site.parts, { code: webinar.code, hostId });
  return webinar.code;
}
