import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { castPassword } from '#prisma/cast.ts';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, firstWebinarOf, signIn } from '#test/support/everybody.ts';
import { eventually, openRoomServer, type RoomServer } from '#test/support/room-server.ts';
import { openSite, type Site } from '#test/support/site.ts';

let server: RoomServer;
let site: Site;

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

beforeEach(async () => {
  server = await openRoomServer();
});
afterEach(() => server.close());

test('whoever signs out is put out of the room with their media, and their place does not let them in again', async () => {
  const ada = await server.enter({ name: 'Ada', role: 'host', id: 'ada', session: 'laptop' });
  const chloe = await server.enter({ name: 'Chloé', session: 'phone' });
  await server.enter({ name: 'Noor' });

  server.endSession('laptop');
  await ada.gone();

  expect(ada.heard('goodbye')).toEqual([[{ code: 'not-allowed', message: expect.stringContaining('signed out') }]]);
  expect(server.rooms.count()).toMatchObject({ people: 2, connections: 2 });
  expect(server.sfu.rooms[0]?.receivers.has('ada')).toBe(false);
  expect((await chloe.snapshot()).stage).toEqual([]);
  expect(await server.dial(server.tokenFor({ name: 'Ada', role: 'host', session: 'laptop' })).refusal()).toBe(
    'not-allowed',
  );
});

test('a connection that is lost keeps no place for somebody who signs out meanwhile', async () => {
  const ada = await server.enter({ name: 'Ada', role: 'host', session: 'laptop' });
  ada.socket.disconnect();
  await eventually(() => expect(server.rooms.count()).toMatchObject({ people: 1, connections: 0 }));

  server.endSession('laptop');
  await eventually(() => expect(server.rooms.count()).toMatchObject({ people: 0 }));
});

test('signing out of one browser leaves the place that another has taken over', async () => {
  await server.enter({ name: 'Ada', role: 'host', id: 'ada', session: 'laptop' });
  const phone = await server.enter({ name: 'Ada', role: 'host', id: 'ada', session: 'phone' });
  const guest = await server.enter({ name: 'Noor', session: 'tablet' });

  server.endSession('laptop');
  server.endSession('tablet');
  await guest.gone();
  expect(phone.socket.connected).toBe(true);
});

test.each([
  ['signing out', (browser: Client) => browser.post('/session/end')],
  ['signing out everywhere, from another browser', async () => (await signedInAsAda()).post('/sessions/end')],
  [
    'a new password, set in another browser',
    async () =>
      (await signedInAsAda()).post('/profile/password', {
        present: castPassword,
        password: 'quiet cellars grow mushrooms',
      }),
  ],
])('%s closes the rooms of that person', async (_way, end) => {
  const ada = await signedInAsAda();
  const line = await lineOf(ada);

  const gone = new Promise((resolve) => line.once('disconnect', resolve));
  const goodbye = new Promise((resolve) => line.once('goodbye', resolve));
  expect((await end(ada)).status).toBe(303);

  expect(await goodbye).toMatchObject({ code: 'not-allowed' });
  await gone;
});

async function signedInAsAda(): Promise<Client> {
  const browser = site.visit();
  await signIn(browser, 'ada');
  return browser;
}

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
