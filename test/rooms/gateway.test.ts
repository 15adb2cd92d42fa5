import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { issueToken } from '#src/rooms/join-token.ts';
import { sealedName } from '#test/support/open-names.ts';
import { camera, samplesAbout } from '#test/support/room-samples.ts';
import { eventually, openRoomServer, type RoomServer } from '#test/support/room-server.ts';

let server: RoomServer;

beforeEach(async () => {
  server = await openRoomServer();
});
afterEach(() => server.close());

const refusedWith = (code: string): unknown => expect.objectContaining({ ok: false, code });

test('joining is one message and one answer, with everything in it', async () => {
  const ada = await server.enter({ name: 'Ada', role: 'host' });
  await ada.get('open-send-transport', samplesAbout('nobody')['open-send-transport']);
  await ada.get('produce', camera);
  await ada.get('go-live', {});

  const chloe = await server.connect({ name: 'Chloé' });
  const framesBefore = chloe.frames.length;
  const { snapshot, transport, consumers } = await chloe.join();

  expect(snapshot).toMatchObject({ title: 'About mushrooms', state: 'live', count: 2 });
  expect(transport.id).toMatch(/^transport-/);
  expect(consumers).toHaveLength(1);
  expect(chloe.frames.length - framesBefore).toBe(1);
});

test('an attendee who sends a raw produce is refused, and nobody gets a track', async () => {
  const ada = await server.enter({ name: 'Ada', role: 'host' });
  await ada.get('go-live', {});
  const chloe = await server.enter({ name: 'Chloé' });

  expect(await chloe.raw('open-send-transport', samplesAbout('nobody')['open-send-transport'])).toEqual(
    refusedWith('not-allowed'),
  );
  expect(await chloe.raw('produce', camera)).toEqual(refusedWith('not-allowed'));
  expect(server.sfu.rooms[0]?.producers.size).toBe(0);
  expect((await ada.snapshot()).stage.flatMap(({ streams }) => streams)).toEqual([]);
});

test('what an attendee receives holds no roster and no name of another attendee', async () => {
  const ada = await server.enter({ name: 'Ada Okafor', role: 'host', id: 'ada' });
  const chloe = await server.enter({ name: 'Chloé Martin', id: 'chloe' });
  const ben = await server.enter({ name: 'Ben Lindqvist', id: 'ben' });
  await ben.get('raise-hand', {});
  await ada.get('go-live', {});
  const dev = await server.enter({ name: 'Dev Raman', id: 'dev' });
  await dev.get('leave', {});
  await ada.get('say', { text: 'Welcome' });
  await eventually(() => expect(chloe.heard('changes').some(([{ chat }]) => chat !== undefined)).toBe(true));
  await chloe.snapshot();

  const wire = chloe.frames.join('\n');
  expect(wire).toContain('Ada Okafor');
  expect(wire).not.toMatch(/Ben|Lindqvist|Dev Raman|"people"|"ben"|"dev"/);
  expect((await ada.snapshot()).people?.map(({ name }) => name)).toEqual([
    'Ada Okafor',
    'Chloé Martin',
    'Ben Lindqvist',
  ]);
});

test('chat reaches everybody with its author, in order', async () => {
  const ada = await server.enter({ name: 'Ada', role: 'host' });
  const chloe = await server.enter({ name: 'Chloé' });
  await chloe.get('say', { text: 'Which straw?' });
  await ada.get('say', { text: 'Wheat.' });

  for (const line of [ada, chloe]) {
    await eventually(() => {
      const lines = line.heard('changes').flatMap(([{ chat = [] }]) => chat);
      expect(lines.map(({ name, text }) => `${name}: ${text}`)).toEqual(['Chloé: Which straw?', 'Ada: Wheat.']);
    });
  }
});

test('versions count up by one for each audience, from the one in the snapshot', async () => {
  const ada = await server.enter({ name: 'Ada', role: 'host' });
  const chloe = await server.connect({ name: 'Chloé' });
  const { snapshot } = await chloe.join();
  for (const text of ['One', 'Two', 'Three']) {
    await ada.get('say', { text });
    await eventually(() =>
      expect(
        chloe
          .heard('changes')
          .flatMap(([{ chat = [] }]) => chat)
          .at(-1)?.text,
      ).toBe(text),
    );
  }

  const versions = chloe.heard('changes').map(([{ version }]) => version);
  expect(versions).toEqual(versions.map((_, index) => snapshot.version + 1 + index));
});

test('of fifty tabs that join at once the newest stays, and the others hear that they have moved', async () => {
  const ada = await server.enter({ name: 'Ada', role: 'host' });
  const lines = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const line = await server.connect({ name: 'Chloé', id: 'chloe', personId: 'person-chloe' });
      // The answer may be cut off by the goodbye.
      await line.join().catch(() => {});
      return line;
    }),
  );
  await eventually(() => expect(lines.filter(({ socket }) => socket.connected)).toHaveLength(1));

  const gone = lines.filter(({ socket }) => !socket.connected);
  expect(gone.every((line) => line.heard('goodbye')[0]?.[0].code === 'moved')).toBe(true);
  const left = lines.find(({ socket }) => socket.connected);
  expect((await left?.snapshot())?.count).toBe(2);
  expect((await ada.snapshot()).people).toHaveLength(2);
  expect(server.sfu.rooms[0]?.receivers.size).toBe(2);
});

test('a page of another site cannot open a connection', async () => {
  expect(await statusOfUpgrade({ Origin: 'https://elsewhere.example' })).toBe(403);
  expect(await statusOfUpgrade({ 'Sec-Fetch-Site': 'cross-site', 'Origin': server.url })).toBe(403);
  expect(await statusOfUpgrade({ Origin: server.url })).toBe(101);
  expect(await statusOfUpgrade({ Origin: 'http://localhost:3000' })).toBe(101);
});

test('a token that is missing, altered, expired or of another room opens nothing', async () => {
  const token = server.tokenFor({ name: 'Chloé' });
  const old = issueToken(
    { secrets: server.secrets, clock: () => new Date(Date.now() - 12 * 3_600_000) },
    {
      webinarId: 'mushrooms' as never,
      attendeeId: 'chloe' as never,
      name: sealedName('Chloé', 'chloe'),
      role: 'attendee',
      agePassedAt: 0,
    },
  );

  for (const wrong of [undefined, '', 7, { toString: 'x' }, `${token}x`, token.replace(/^2/, '3'), old]) {
    expect(await server.dial(wrong).refusal()).toBe('not-allowed');
  }
  expect(await server.dial(server.tokenFor({ name: 'Chloé', webinarId: 'nothing' })).refusal()).toBe('not-found');
});

test('a webinar that has ended or was cancelled lets nobody in', async () => {
  server.change('bread', { endedAt: new Date() });
  expect(await server.dial(server.tokenFor({ name: 'Chloé', webinarId: 'bread' })).refusal()).toBe('room-ended');

  server.change('bread', { endedAt: null, cancelledAt: new Date() });
  expect(await server.dial(server.tokenFor({ name: 'Chloé', webinarId: 'bread' })).refusal()).toBe('room-ended');
});

test('the token of somebody who was removed opens nothing any more', async () => {
  const ada = await server.enter({ name: 'Ada', role: 'host' });
  const chloe = await server.enter({ name: 'Chloé', id: 'chloe' });
  const gone = chloe.gone();
  await ada.get('remove', { attendeeId: 'chloe' });
  await gone;

  expect(chloe.heard('goodbye')[0]?.[0].code).toBe('removed');
  expect(await server.dial(server.tokenFor({ name: 'Chloé', id: 'chloe' })).refusal()).toBe('removed');
});

test('a connection that shows no token is closed', async () => {
  const silent = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  await new Promise((resolve) => silent.addEventListener('close', resolve));

  expect(server.rooms.count()).toEqual({ rooms: 0, people: 0, connections: 0 });
});

test('whoever sends faster than a person can is asked to wait, and put out after the third flood', async () => {
  await server.enter({ name: 'Ada', role: 'host' });
  const chloe = await server.enter({ name: 'Chloé' });
  const gone = chloe.gone();
  const answers = Array.from({ length: 11 }, () => chloe.ask('say', { text: 'Again' }));

  expect((await Promise.all(answers)).at(-1)).toEqual({
    ok: false,
    code: 'too-many',
    message: expect.any(String),
    retryAfter: 2,
  });

  for (let sent = 0; sent < 60; sent += 1) chloe.socket.emit('say', { text: 'Again' });
  await gone;
  expect(chloe.heard('goodbye')[0]?.[0].code).toBe('not-allowed');
});

test('when the host ends the webinar everybody hears it last, and nobody gets back in', async () => {
  const ada = await server.enter({ name: 'Ada', role: 'host' });
  const chloe = await server.enter({ name: 'Chloé' });
  const gone = [ada, chloe].map((line) => line.gone());
  expect(await ada.ask('end', {})).toEqual({ ok: true, value: {} });
  await Promise.all(gone);

  expect(chloe.told.at(-2)).toEqual(['changes', expect.objectContaining({ state: 'ended' })]);
  expect(chloe.told.at(-1)).toEqual(['goodbye', { code: 'room-ended', message: 'This webinar has ended.' }]);
  expect(server.rooms.count()).toEqual({ rooms: 0, people: 0, connections: 0 });
  expect(await server.dial(server.tokenFor({ name: 'Chloé' })).refusal()).toBe('room-ended');
});

test('stopping the server drops connections without a goodbye, so that browsers come back', async () => {
  const chloe = await server.enter({ name: 'Chloé' });
  const gone = chloe.gone();
  await server.rooms.close();

  expect(await gone).toBe('transport close');
  expect(chloe.heard('goodbye')).toEqual([]);
});

test('a message larger than 64 KiB ends that connection and nothing else', async () => {
  const ada = await server.enter({ name: 'Ada', role: 'host' });
  const chloe = await server.enter({ name: 'Chloé' });
  const gone = chloe.gone();
  chloe.socket.emit('say', { text: 'x'.repeat(70_000) });
  await gone;

  expect((await ada.snapshot()).chat).toEqual([]);
});

/** The status line that answers a WebSocket handshake with these headers. */
async function statusOfUpgrade(headers: Record<string, string>): Promise<number> {
  const upgrade = {
    'Connection': 'Upgrade',
    'Upgrade': 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  const asking = request(`${server.url}/socket.io/?EIO=4&transport=websocket`, { headers: { ...upgrade, ...headers } });
  asking.on('error', () => {});
  asking.end();

  const { promise, resolve } = Promise.withResolvers<number>();
  asking.on('upgrade', (_response, socket) => {
    socket.destroy();
    resolve(101);
  });
  asking.on('response', (response) => resolve(response.statusCode ?? 0));
  return promise;
}
