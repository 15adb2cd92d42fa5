import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Browser, liveRoom, openTestRoom, type TestRoom, tick } from '#test/support/room-in-memory.ts';
import { camera, samplesAbout } from '#test/support/room-samples.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const heardBy = ({ sfu }: TestRoom, { attendee }: Browser) => sfu.heardBy(attendee.id);
const refusedWith = (code: string): unknown => expect.objectContaining({ ok: false, code });

test('before the host goes live those who wait get nothing, and host and panelists hear each other', async () => {
  const room = openTestRoom();
  const ada = await room.enter('Ada', 'host');
  const [ben, chloe] = [await room.enter('Ben'), await room.enter('Chloe')];
  await ada.get('promote', { attendeeId: 'ben' });
  const hers = await ada.turnOnMicrophone();
  const his = await ben.turnOnMicrophone();
  await tick();

  expect(heardBy(room, ada)).toEqual([his]);
  expect(heardBy(room, ben)).toEqual([hers]);
  expect(heardBy(room, chloe)).toEqual([]);

  await ada.get('go-live', {});
  await tick();

  expect(room.written).toEqual(['live']);
  expect(heardBy(room, chloe).toSorted()).toEqual([hers, his].toSorted());
  expect(chloe.heard('consumers-added')).toHaveLength(1);
});

test('five hundred who wait are all served when the host goes live, and each is offered everything once', async () => {
  const room = openTestRoom();
  const ada = await room.enter('Ada', 'host');
  const producerId = await ada.turnOnMicrophone();
  const crowd = Array.from({ length: 500 }, (_, n) => new Browser(room.live, { id: `guest-${n}`, name: 'Noor' }));
  await Promise.all(crowd.map((guest) => guest.join()));
  await ada.get('go-live', {});
  await tick();

  await vi.waitFor(() => expect(crowd.every((guest) => guest.heard('consumers-added').length === 1)).toBe(true), {
    timeout: 25_000,
  });
  expect(crowd.every((guest) => heardBy(room, guest).join() === producerId)).toBe(true);
});

test('a stream that starts while somebody is joining still reaches them', async () => {
  const room = await liveRoom();
  const gate = Promise.withResolvers<void>();
  await room.ada.get('open-send-transport', samplesAbout('nobody')['open-send-transport']);

  const ben = new Browser(room.live, { id: 'ben', name: 'Ben' });
  room.sfu.gate = gate.promise;
  const joining = ben.join();
  const producing = room.ada.get('produce', camera);
  gate.resolve();
  const { producerId } = await producing;
  await joining;
  await tick();

  expect(heardBy(room, ben)).toEqual([producerId]);
});

test('the host brings an attendee to the stage, and the others get their picture without a reload', async () => {
  const room = await liveRoom();
  await room.chloe.get('raise-hand', {});
  await room.ada.get('promote', { attendeeId: 'chloe' });

  expect(room.chloe.heard('you').at(-1)).toEqual([
    { attendeeId: 'chloe', name: 'Chloe', role: 'panelist', handRaisedAt: null, listing: 'unasked' },
  ]);

  const producerId = await room.chloe.turnOnMicrophone();
  await tick();
  expect(heardBy(room, room.ada)).toEqual([producerId]);
});

test('whoever is taken off the stage sends nothing from that moment on', async () => {
  const room = await liveRoom();
  await room.ada.get('promote', { attendeeId: 'chloe' });
  const producerId = await room.chloe.turnOnMicrophone();
  await tick();
  await room.ada.get('demote', { attendeeId: 'chloe' });

  expect(room.sfu.producers.has(producerId)).toBe(false);
  expect(heardBy(room, room.ada)).toEqual([]);
  expect(await room.chloe.ask('produce', camera)).toEqual(refusedWith('not-allowed'));

  await tick();
  expect(room.live.room.stage.map(({ name }) => name.value)).toEqual(['Ada']);
  expect(room.chloe.heard('media-lost')).toHaveLength(0);
});

test('whoever is taken off the stage before it is live does not go on listening to it', async () => {
  const room = openTestRoom();
  const ada = await room.enter('Ada', 'host');
  const ben = await room.enter('Ben');
  await ada.get('promote', { attendeeId: 'ben' });
  await ada.turnOnMicrophone();
  await tick();
  await ada.get('demote', { attendeeId: 'ben' });

  expect(heardBy(room, ben)).toEqual([]);
  expect(ben.heard('media-lost')).toHaveLength(1);
  expect((await ben.get('rejoin-media', samplesAbout('nobody')['rejoin-media'])).consumers).toEqual([]);
});

test('a demotion wins over a picture that was just being started', async () => {
  const room = await liveRoom();
  await room.ada.get('promote', { attendeeId: 'chloe' });
  await room.chloe.get('open-send-transport', samplesAbout('nobody')['open-send-transport']);

  const gate = Promise.withResolvers<void>();
  room.sfu.gate = gate.promise;
  const producing = room.chloe.ask('produce', camera);
  await room.ada.get('demote', { attendeeId: 'chloe' });
  gate.resolve();

  expect(await producing).toEqual(refusedWith('not-allowed'));
  expect([...room.sfu.producers.values()]).toEqual([]);
});

test('nobody sends the same source twice', async () => {
  const room = await liveRoom();
  await room.ada.turnOnMicrophone();

  expect(await room.ada.ask('produce', { ...camera, source: 'microphone' })).toEqual(refusedWith('wrong-state'));
});

test('the host mutes a microphone on the server, and only its owner turns it on again', async () => {
  const room = await liveRoom();
  await room.ada.get('promote', { attendeeId: 'chloe' });
  const producerId = await room.chloe.turnOnMicrophone();
  await room.ada.get('mute', { attendeeId: 'chloe' });

  expect(room.sfu.producers.get(producerId)?.paused).toBe(true);
  expect(room.chloe.heard('muted')).toHaveLength(1);
  expect(room.live.room.stage.at(-1)?.streams).toEqual([{ source: 'microphone', producerId, paused: true }]);

  await room.chloe.get('resume-producer', { source: 'microphone' });
  expect(room.sfu.producers.get(producerId)?.paused).toBe(false);
});

test('streams that were offered into a dead connection are offered again after catching up', async () => {
  const room = await liveRoom();
  await room.ada.turnOnMicrophone();
  await tick();
  const lost = room.chloe.heard('consumers-added').at(-1)?.[0].consumers ?? [];
  room.chloe.drop();

  const back = new Browser(room.live, { id: 'chloe', name: 'Chloe' });
  await back.get('catch-up', {});
  await tick();
  expect(back.heard('consumers-added')).toEqual([[{ consumers: lost }]]);

  await back.get('resume-consumers', { consumerIds: lost.map(({ consumerId }) => consumerId) });
  await back.get('catch-up', {});
  await tick();
  expect(back.heard('consumers-added')).toHaveLength(1);
});

test('streams that start while somebody is away are offered when they are back', async () => {
  const room = await liveRoom();
  room.chloe.drop();
  const producerId = await room.ada.turnOnMicrophone();
  await tick();

  const back = new Browser(room.live, { id: 'chloe', name: 'Chloe' });
  await back.get('catch-up', {});
  await tick();
  expect(heardBy(room, back)).toEqual([producerId]);
});

test('after a worker died everybody joins the media again, and pictures come back', async () => {
  const room = await liveRoom();
  await room.ada.turnOnMicrophone();
  await tick();
  room.sfu.die();

  expect(room.chloe.heard('media-lost')).toHaveLength(1);
  expect(room.live.room.stage[0]?.streams).toEqual([]);

  await room.chloe.get('rejoin-media', samplesAbout('nobody')['rejoin-media']);
  await room.ada.get('rejoin-media', samplesAbout('nobody')['rejoin-media']);
  const producerId = await room.ada.turnOnMicrophone();
  await tick();
  expect(heardBy(room, room.chloe)).toEqual([producerId]);
});

test('whoever was away when the worker died hears of it when they are back', async () => {
  const room = await liveRoom();
  room.chloe.drop();
  room.sfu.die();

  const back = new Browser(room.live, { id: 'chloe', name: 'Chloe' });
  await back.get('catch-up', {});
  await tick();
  expect(back.heard('media-lost')).toHaveLength(1);
});

test('streams and tiles of somebody else are overlooked', async () => {
  const room = await liveRoom();
  const ben = await room.enter('Ben');
  await room.ada.turnOnMicrophone();
  await tick();
  const hers = room.chloe.heard('consumers-added')[0]?.[0].consumers[0]?.consumerId ?? '';

  await ben.get('resume-consumers', { consumerIds: [hers] });
  await ben.get('view', { tiles: [{ consumerId: hers, height: 720 }] });
  expect(room.sfu.receivers.get('chloe')?.get(hers)).toEqual({
    producerId: expect.any(String),
    resumed: false,
    height: undefined,
  });
});

test('whoever is removed while their media is being made gets none', async () => {
  const room = await liveRoom();
  const gate = Promise.withResolvers<void>();
  room.sfu.gate = gate.promise;
  const rejoining = room.chloe.ask('rejoin-media', samplesAbout('nobody')['rejoin-media']);
  await room.ada.get('remove', { attendeeId: 'chloe' });
  gate.resolve();

  expect(await rejoining).toEqual(refusedWith('removed'));
});
