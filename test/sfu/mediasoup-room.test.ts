import { observer, type types } from 'mediasoup';
import { expect, onTestFinished, test } from 'vitest';
import { cameraParameters, chromeCapabilities, microphoneParameters, screenParameters } from '#test/support/media.ts';
import { fingerprints, listenedRoom, mediaWorkers, until } from '#test/support/sfu.ts';

const wish = (...producerIds: string[]) => ({
  fingerprints: fingerprints(),
  rtpCapabilities: chromeCapabilities,
  producerIds,
});
const camera = () => ({ source: 'camera' as const, rtpParameters: cameraParameters() });
const microphone = () => ({ source: 'microphone' as const, rtpParameters: microphoneParameters() });

/** Everything that is made on workers from now on, while the test runs. */
function seen() {
  const made = {
    transports: [] as types.Transport[],
    producers: [] as types.Producer[],
    consumers: [] as types.Consumer[],
  };
  const watch = (worker: types.Worker) =>
    worker.observer.on('newrouter', (router) =>
      router.observer.on('newtransport', (transport) => {
        made.transports.push(transport);
        transport.observer.on('newproducer', (producer) => made.producers.push(producer));
        transport.observer.on('newconsumer', (consumer) => made.consumers.push(consumer));
      }),
    );
  observer.on('newworker', watch);
  onTestFinished(() => void observer.off('newworker', watch));
  return made;
}

test('fifty viewers on another worker share one pipe and one copy of each stream', async () => {
  const made = seen();
  const sfu = await mediaWorkers(2, { stayHomeBelow: 0 });
  const { room } = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const ids = [await room.produce('ada', camera()), await room.produce('ada', microphone())].map(
    (each) => each.producerId,
  );

  const viewers = Array.from({ length: 50 }, (_, viewer) => room.receive(`viewer ${viewer}`, wish(...ids)));
  const answers = await Promise.all(viewers);

  expect(answers.map(({ consumers }) => consumers.length)).toEqual(answers.map(() => 2));
  expect(sfu.workers().every(({ receivers }) => receivers > 10)).toBe(true);
  expect(made.transports.filter(({ type }) => type === 'pipe')).toHaveLength(2);
  expect(made.producers.map(({ id }) => id).toSorted()).toEqual([...ids, ...ids].toSorted());
  expect(made.consumers.filter(({ type }) => type === 'pipe')).toHaveLength(2);
});

test('consumers are made paused and start with the smallest picture; pictures resumed together flow together', async () => {
  const made = seen();
  const sfu = await mediaWorkers(1);
  const { room } = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const { producerId } = await room.produce('ada', camera());
  const viewers = Array.from({ length: 8 }, (_, viewer) => `viewer ${viewer}`);
  const answers = await Promise.all(viewers.map((viewer) => room.receive(viewer, wish(producerId))));

  expect(made.consumers.map(({ paused }) => paused)).toEqual(made.consumers.map(() => true));
  expect(made.consumers.map(({ preferredLayers }) => preferredLayers?.spatialLayer)).toEqual(
    made.consumers.map(() => 0),
  );

  const resumed: number[] = [];
  for (const consumer of made.consumers) consumer.observer.on('resume', () => resumed.push(made.consumers.length));
  const own = (index: number) => answers[index]?.consumers.map(({ consumerId }) => consumerId) ?? [];
  await Promise.all(viewers.map((viewer, index) => room.resume(viewer, own(index))));
  expect(resumed).toHaveLength(8);

  await room.view(
    'viewer 0',
    own(0).map((consumerId) => ({ consumerId, height: 1080 })),
  );
  await room.view(
    'viewer 1',
    own(1).map((consumerId) => ({ consumerId, height: 0 })),
  );
  const shown = (index: number) => made.consumers.find(({ id }) => own(index).includes(id));
  expect(shown(0)?.preferredLayers).toEqual({ spatialLayer: 2, temporalLayer: 2 });
  expect(shown(1)?.paused).toBe(true);
  await room.view(
    'viewer 1',
    own(1).map((consumerId) => ({ consumerId, height: 300 })),
  );
  expect(shown(1)).toMatchObject({ paused: false, preferredLayers: { spatialLayer: 1, temporalLayer: 2 } });
});

test('somebody who is demoted is silent on the server at once, whatever their browser does', async () => {
  const made = seen();
  const sfu = await mediaWorkers(2, { stayHomeBelow: 0 });
  const { room, told } = listenedRoom(sfu);
  await room.send('ben', { fingerprints: fingerprints() });
  const { producerId } = await room.produce('ben', camera());
  await room.receive('chloe', wish(producerId));

  room.stopSending('ben');
  await until(() => made.producers.every(({ closed }) => closed) && made.consumers.every(({ closed }) => closed));
  expect(sfu.workers().every(({ producers }) => producers === 0)).toBe(true);
  expect(told.producers).toEqual([]);
  expect((await room.receive('chloe', wish(producerId))).consumers).toEqual([]);
  await expect(room.produce('ben', camera())).rejects.toMatchObject({ code: 'wrong-state' });
});

test('a muted microphone is muted on every worker', async () => {
  const made = seen();
  const sfu = await mediaWorkers(2, { stayHomeBelow: 0 });
  const { room } = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const { producerId } = await room.produce('ada', microphone());
  await room.pauseProducer(producerId);
  await room.receive('chloe', wish(producerId));

  expect(made.producers.map(({ paused }) => paused)).toEqual([true, true]);
  await room.resumeProducer(producerId);
  await until(() => made.producers.every(({ paused }) => !paused));
  await room.pauseProducer(producerId);
  await until(() => made.producers.every(({ paused }) => paused));
});

test('nobody touches what is not theirs: foreign ids are not found', async () => {
  const made = seen();
  const sfu = await mediaWorkers(1);
  const { room } = listenedRoom(sfu);
  const other = listenedRoom(sfu).room;
  await room.send('ada', { fingerprints: fingerprints() });
  const { producerId } = await room.produce('ada', camera());
  const { consumers } = await room.receive('chloe', wish(producerId));
  await room.receive('eve', wish());
  const [theirs] = consumers.map(({ consumerId }) => consumerId);
  if (theirs === undefined) throw new Error('Chloé receives the camera.');

  await expect(room.resume('eve', [theirs])).rejects.toMatchObject({ code: 'not-found' });
  await expect(room.view('eve', [{ consumerId: theirs, height: 720 }])).rejects.toMatchObject({ code: 'not-found' });
  await expect(other.pauseProducer(producerId)).rejects.toMatchObject({ code: 'not-found' });
  expect((await other.receive('eve', wish(producerId))).consumers).toEqual([]);
  other.closeProducer(producerId);
  expect(made.producers.map(({ closed }) => closed)).toEqual([false]);
  expect(made.consumers.map(({ paused }) => paused)).toEqual([true]);
});

test('each peer has one transport each way and one stream of each source', async () => {
  const made = seen();
  const sfu = await mediaWorkers(1);
  const { room, told } = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const { producerId } = await room.produce('ada', camera());

  const [, second] = await Promise.allSettled([room.produce('ada', microphone()), room.produce('ada', microphone())]);
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'wrong-state' } });
  await expect(room.produce('ada', camera())).rejects.toMatchObject({ code: 'wrong-state' });

  await Promise.all(
    [room.receive('ada', wish()), room.receive('ada', wish()), room.receive('ada', wish())].map((each) =>
      each.catch(() => undefined),
    ),
  );
  await room.send('ada', { fingerprints: fingerprints() });
  expect(made.transports.filter(({ closed }) => !closed)).toHaveLength(2);
  expect(sfu.workers()).toMatchObject([{ receivers: 1, producers: 0 }]);
  expect(told.producers.flat()).toContain(producerId);
});

test('a screen raises what its owner may send, and goes with the key frame manners of a screen', async () => {
  const made = seen();
  const sfu = await mediaWorkers(1);
  const { room } = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const limit = async () => {
    const [stats] = ((await made.transports[0]?.getStats()) ?? []) as types.WebRtcTransportStat[];
    return stats?.maxIncomingBitrate ?? 0;
  };
  const before = await limit();
  const { producerId } = await room.produce('ada', { source: 'screen', rtpParameters: screenParameters() });

  expect(await limit()).toBeGreaterThan(before);
  room.closeProducer(producerId);
  expect(await limit()).toBe(before);
});

test('a worker that the last viewer has left carries nothing of the room any more', async () => {
  const made = seen();
  const sfu = await mediaWorkers(2, { stayHomeBelow: 0 });
  const { room } = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const { producerId } = await room.produce('ada', camera());
  await room.receive('chloe', wish(producerId));
  room.leave('chloe');

  await until(() => made.transports.filter(({ type }) => type === 'pipe').every(({ closed }) => closed));
  expect((await room.receive('chloe', wish(producerId))).consumers).toHaveLength(1);
  room.close();
  await until(() => made.transports.every(({ closed }) => closed));
  await expect(room.receive('chloe', wish())).rejects.toMatchObject({ code: 'room-ended' });
});

test('a viewer who leaves while they join leaves nothing behind', async () => {
  const made = seen();
  const sfu = await mediaWorkers(1);
  const { room } = listenedRoom(sfu);
  const joining = room.receive('chloe', wish());
  room.leave('chloe');

  await expect(joining).rejects.toMatchObject({ code: 'media-unavailable' });
  expect(made.transports.filter(({ closed }) => !closed)).toEqual([]);
  expect(sfu.workers()).toMatchObject([{ receivers: 0 }]);
});
