import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownEdition } from '#src/policy/policy.ts';
import { publishPolicy } from '#src/policy/publish-policy.ts';
import type { Client } from '../support/client.ts';
import { everybodyMovesIn, firstWebinarOf, idOf } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { profileOf, signedInAs } from './visits.ts';

let site: Site;
let ahead = 0;
beforeAll(async () => {
  site = await openSite({ clock: () => new Date(Date.now() + ahead) });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const DAY_MS = 24 * 3_600_000;

test('My Profile works with a version of the policy to come, and after it has come', async () => {
  const ben = await signedInAs(site, 'ben');
  const before = await profileOf(ben);
  const clauses = ownEdition.clauses.map((clause) =>
    clause.id === 'PP-09.1' ? { ...clause, sentence: 'We do not sell your personal information. Not ever.' } : clause,
  );
  const wanted = { edition: { ...ownEdition, clauses }, base: 1, by: await idOf(site.parts, 'eve') };
  await publishPolicy(site.parts, { ...wanted, effectiveAt: new Date(Date.now() + DAY_MS) });

  for (const moment of [0, DAY_MS + 60_000]) {
    ahead = moment;
    const name = `Ben after ${moment}`;
    expect((await ben.post('/profile/who-you-are', { name, howHeard: 'Ada' })).status).toBe(303);
    expect(await profileOf(ben)).toContain(`value="${name}"`);
  }
  expect(before).not.toContain('/privacy/versions/2');
  expect(/<section id="acknowledged".*?<\/section>/s.exec(await profileOf(ben))?.[0]).toContain('/privacy/versions/2');
  const { collectedUnder } = await site.parts.db.person.findUniqueOrThrow({
    where: { id: await idOf(site.parts, 'ben') },
  });
  expect(collectedUnder).toMatchObject({ name: 2 });
  ahead = 0;
});

test('in the middle of a webinar My Profile opens beside it, and nothing there puts anybody out of the room', async () => {
  const chloe = await signedInAs(site, 'chloe');
  const line = await lineOf(chloe);
  const said: string[] = [];
  line.onAny((event: string) => said.push(event));

  expect(await profileOf(chloe)).toContain('<h1>My Profile</h1>');
  await chloe.post('/profile/who-you-are', { name: 'Chloé M.', howHeard: 'A newsletter' });
  await chloe.post('/profile/settings', { timeZone: 'Europe/Paris', theme: 'light' });
  await chloe.post('/profile/letters/news', { wanted: 'yes' });
  // Rooms look once a second who has left; two looks have passed when somebody else's end has been seen.
  const ben = await signedInAs(site, 'ben');
  const other = await lineOf(ben);
  const gone = new Promise((resolve) => other.once('disconnect', resolve));
  await ben.post('/session/end');
  await gone;

  expect(line.connected).toBe(true);
  expect(said).not.toContain('goodbye');
  line.disconnect();
});

/** The line of the room's page that this browser has open. */
async function lineOf(browser: Client): Promise<Socket> {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  const { html } = await browser.get(`/w/${code}/room`);
  const token = /joinToken&quot;:&quot;([^&]+)/.exec(html)?.[1];
  const line = io(site.url, { transports: ['websocket'], auth: { token }, forceNew: true, reconnection: false });
  await new Promise<void>((resolve, reject) => {
    line.once('connect', resolve);
    line.once('connect_error', reject);
  });
  return line;
}
