import type { Page } from 'playwright-core';
import { castPassword } from '#prisma/cast.ts';
import { reinstate, suspend } from '#src/accounts/suspend-account.ts';
import { decideSharing } from '#src/webinars/decide-sharing.ts';
import { webinarByCode } from '#src/webinars/find-webinar.ts';
import { firstWebinarOf, idOf, signIn } from '../support/everybody.ts';
import type { Site } from '../support/site.ts';

/** Chloé lets Ada write to her and has asked for another address, and an admin has looked at her account. */
export async function chloeDecides(site: Site): Promise<{ receipt: bigint; changeLink: string }> {
  const chloe = await signIn(site.visit(), 'chloe');
  const webinar = await webinarByCode(site.parts, (await firstWebinarOf(site.parts, 'ada')).code);
  await decideSharing(site.parts, webinar, { personId: await idOf(site.parts, 'chloe'), share: true });
  await chloe.post('/profile/address', { email: 'chloe.soon@anymeeting.example', presentPassword: castPassword });
  await (await signIn(site.visit(), 'eve')).get('/admin/people?find=Chlo');

  const { id } = await site.parts.db.consentEvent.findFirstOrThrow({ where: { purpose: 'share-email' } });
  const letter = await site.inbox.letter(({ subject }) => subject.startsWith('Agree to your new address'));
  return { receipt: id, changeLink: new URL(letter.links[0] ?? '').pathname };
}

/** Ben meets a page while his account is suspended; afterwards it is not. */
export async function meetsWhileSuspended(site: Site, page: Page, path: string): Promise<void> {
  const who = { personId: await idOf(site.parts, 'ben'), by: await idOf(site.parts, 'eve') };
  await suspend(site.parts, who);
  await page.goto(site.url + path);
  await reinstate(site.parts, who);
}

/** Empties every field of one form of My Profile that has to be filled in, and sends it. */
export async function sendsEmptied(site: Site, page: Page, action: string): Promise<void> {
  await page.goto(`${site.url}/profile`);
  const form = page.locator(`form[action="${action}"]`);
  for (const field of await form.getByRole('textbox').all()) await field.fill('');
  await form.getByRole('button').click();
  await page.getByRole('alert').waitFor();
}
