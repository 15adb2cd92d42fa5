import { expect, test } from 'vitest';
import { restartDelay } from '#src/sfu/worker-pool.ts';
import { cameraParameters, chromeCapabilities, microphoneParameters } from '#test/support/media.ts';
import { fingerprints, kill, listenedRoom, mediaWorkers, until } from '#test/support/sfu.ts';

const wish = (...producerIds: string[]) => ({
  fingerprints: fingerprints(),
  rtpCapabilities: chromeCapabilities,
  producerIds,
});
const camera = () => ({ source: 'camera' as const, rtpParameters: cameraParameters() });
const microphone = () => ({ source: 'microphone' as const, rtpParameters: microphoneParameters() });

test('the home of a room dies: everybody is told, and everything works again on a new worker on the same port', async () => {
  const sfu = await mediaWorkers(1);
  const { room, told } = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const first = await room.produce('ada', camera());
  await room.receive('chloe', wish(first.producerId));
  const [dead] = sfu.workers();

  kill(dead?.pid);
  await until(() => told.lost.length > 0);
  expect(told.producers).toEqual([[first.producerId]]);
  expect(told.lost.map((peers) => peers.toSorted())).toEqual([['ada', 'chloe']]);
  expect(sfu.workers()).toEqual([]);

  // Nobody is asked to be patient: who comes back before the worker does is kept waiting for it.
  await room.send('ada', { fingerprints: fingerprints() });
  const second = await room.produce('ada', camera());
  const { consumers } = await room.receive('chloe', wish(first.producerId, second.producerId));
  expect(consumers.map(({ producerId }) => producerId)).toEqual([second.producerId]);
  expect(sfu.workers()).toMatchObject([{ port: dead?.port, receivers: 1, producers: 1 }]);
});

test('a worker of viewers dies: only they are told, publishers and other viewers go on', async () => {
  const sfu = await mediaWorkers(3, { stayHomeBelow: 0 });
  const { room, told } = listenedRoom(sfu);
  const other = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const { producerId } = await room.produce('ada', camera());
  await room.receive('ben', wish(producerId));
  const bens = sfu.workers().find(({ receivers }) => receivers === 1);
  const viewers = ['chloe', 'dev', 'eve'];
  for (const viewer of viewers) await room.receive(viewer, wish(producerId));
  const onBens = sfu.workers().find(({ pid }) => pid === bens?.pid)?.receivers ?? 0;
  await other.room.send('frank', { fingerprints: fingerprints() });

  kill(bens?.pid);
  await until(() => told.lost.length > 0);
  expect(told.producers).toEqual([]);
  expect(told.lost.flat()).toHaveLength(onBens);
  expect(told.lost.flat()).toContain('ben');
  expect(told.lost.flat()).not.toContain('ada');

  await expect(room.resume('ben', ['any'])).rejects.toMatchObject({ code: 'wrong-state' });
  const again = await room.receive('ben', wish(producerId));
  expect(again.consumers).toHaveLength(1);
  const { producerId: speech } = await room.produce('ada', microphone());
  for (const viewer of ['ben', ...viewers].filter((each) => !told.lost.flat().includes(each) || each === 'ben')) {
    expect(await room.consume(viewer, [speech])).toHaveLength(1);
  }
});

test('calls that are on their way when a worker dies are refused, and nothing is left behind', async () => {
  const sfu = await mediaWorkers(2, { stayHomeBelow: 0 });
  const { room, told } = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const { producerId } = await room.produce('ada', camera());
  const home = sfu.workers().find(({ producers }) => producers === 1);

  kill(home?.pid);
  const calls = await Promise.allSettled([
    room.produce('ada', microphone()),
    room.pauseProducer(producerId),
    ...Array.from({ length: 20 }, (_, viewer) => room.receive(`viewer ${viewer}`, wish(producerId))),
  ]);
  await until(() => told.lost.length > 0);

  const reasons = calls.flatMap((call): unknown[] => (call.status === 'rejected' ? [call.reason] : []));
  expect(reasons.length).toBeGreaterThan(0);
  for (const reason of reasons) expect(reason).toMatchObject({ code: 'media-unavailable' });
  await until(() => sfu.workers().length === 2);
  expect(sfu.workers().map(({ receivers, producers }) => [receivers, producers])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test('a microphone that is muted as the viewers’ worker dies stays with its owner', async () => {
  const sfu = await mediaWorkers(2, { stayHomeBelow: 0 });
  const { room, told } = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const { producerId } = await room.produce('ada', microphone());
  await room.receive('chloe', wish(producerId));
  const far = sfu.workers().find(({ receivers }) => receivers === 1);

  kill(far?.pid);
  for (let turn = 0; turn < 20; turn += 1) {
    await room.pauseProducer(producerId);
    await room.resumeProducer(producerId);
  }
  await until(() => told.lost.length > 0);

  expect(told.producers).toEqual([]);
  expect((await room.receive('chloe', wish(producerId))).consumers).toHaveLength(1);
});

test('a worker that dies three times in a row is left alone for a while, and whoever asks is told when to come again', async () => {
  const sfu = await mediaWorkers(1);
  const { room, told } = listenedRoom(sfu);
  for (let death = 1; death <= 3; death += 1) {
    await room.send('ada', { fingerprints: fingerprints() });
    kill(sfu.workers()[0]?.pid);
    await until(() => told.lost.length === death);
  }

  const refusal = await room.send('ada', { fingerprints: fingerprints() }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'media-unavailable', retryAfter: 30 });
  expect(sfu.workers()).toEqual([]);
});

test('a worker is replaced at once, twice; the third death within a minute makes a pause', () => {
  const now = 1_000_000;
  expect(restartDelay([now], now)).toBe(0);
  expect(restartDelay([now - 20_000, now], now)).toBe(0);
  expect(restartDelay([now - 40_000, now - 20_000, now], now)).toBeGreaterThanOrEqual(10_000);
  expect(restartDelay([now - 70_000, now - 65_000, now], now)).toBe(0);
});
