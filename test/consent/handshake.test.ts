import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { everybodyMovesIn, firstWebinarOf, idOf, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

/** Connects to the room as its page would, with these headers on the handshake alone. */
async function connects(client: Client, headers: Record<string, string>): Promise<void> {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  const { html } = await client.get(`/w/${code}/room`);
  const token = /&quot;joinToken&quot;:&quot;([^&]+)&quot;|"joinToken":"([^"]+)"/.exec(html)?.slice(1).find(Boolean);
  const socket = io(site.url, { transports: ['websocket'], auth: { token }, forceNew: true, extraHeaders: headers });
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  socket.close();
}

const directivesOf = async (who: 'ada' | 'ben') =>
  (await site.parts.db.privacyDirective.findMany({ where: { subject: await idOf(site.parts, who) } })).map(
    ({ kind, act, source }) => `${act} ${kind} by ${source}`,
  );

test('a signal on the handshake of a room counts as it does on a page, once', async () => {
  const ada = await signIn(site.visit(), 'ada');
  await connects(ada, {});
  expect(await directivesOf('ada')).toEqual([]);

  await connects(ada, { 'Sec-GPC': '1' });
  await connects(ada, { 'Sec-GPC': '1, 1' });
  expect(await directivesOf('ada')).toEqual(['set gpc by header']);
});

test('Do Not Track too; and what is not exactly 1 is nothing', async () => {
  const ben = await signIn(site.visit(), 'ben');
  await connects(ben, { 'Sec-GPC': 'true', 'DNT': '0' });
  expect(await directivesOf('ben')).toEqual([]);

  await connects(ben, { DNT: '1' });
  expect(await directivesOf('ben')).toEqual(['set dnt by header']);
});
