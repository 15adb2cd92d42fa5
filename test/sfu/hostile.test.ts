import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '#src/platform/errors.ts';
import { DtlsFingerprint, MediaSource, RtpCapabilities, RtpParameters } from '#src/protocol/media.ts';
import type { SfuRoom } from '#src/sfu/sfu.ts';
import { anyCapabilities, anyFingerprint, anyParameters } from '#test/support/any-media.ts';
import { cameraParameters, chromeCapabilities } from '#test/support/media.ts';
import { fingerprints, listenedRoom, mediaWorkers } from '#test/support/sfu.ts';

type Outcome<T> = { status: 'done'; value: T } | { status: 'refused' | 'broken'; value?: undefined };

const outcomeOf = <T>(asked: Promise<T>): Promise<Outcome<T>> =>
  asked.then(
    (value) => ({ status: 'done', value }),
    (error: unknown) => ({ status: error instanceof Refusal ? 'refused' : 'broken' }),
  );

const refusedOrDone = ({ status }: Outcome<unknown>) => status !== 'broken';

async function publishCamera(room: SfuRoom, peerId: string): Promise<string> {
  await room.send(peerId, { fingerprints: fingerprints() });
  const { producerId } = await room.produce(peerId, { source: 'camera', rtpParameters: cameraParameters() });
  return producerId;
}

test('whatever a browser claims to publish, workers live on and everybody else goes on', {
  timeout: 120_000,
}, async () => {
  const sfu = await mediaWorkers(2, { stayHomeBelow: 0 });
  const before = sfu.workers().map(({ pid }) => pid);
  const { room } = listenedRoom(sfu);
  await room.send('eve', { fingerprints: fingerprints() });

  let admitted = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...MediaSource.options), anyParameters, async (source, rtpParameters) => {
      expect(RtpParameters.safeParse(rtpParameters).error).toBeUndefined();
      const outcome = await outcomeOf(room.produce('eve', { source, rtpParameters }));
      expect(outcome).toSatisfy(refusedOrDone);
      if (outcome.status !== 'done') return;

      admitted += 1;
      const { producerId } = outcome.value;
      const wish = { fingerprints: fingerprints(), rtpCapabilities: chromeCapabilities, producerIds: [producerId] };
      expect(await outcomeOf(room.receive('chloe', wish))).toSatisfy(refusedOrDone);
      room.closeProducer(producerId);
    }),
    { numRuns: 2_000 },
  );

  expect(admitted).toBeGreaterThan(100);
  expect(sfu.workers().map(({ pid }) => pid)).toEqual(before);
  const producerId = await publishCamera(room, 'ada');
  const wish = { fingerprints: fingerprints(), rtpCapabilities: chromeCapabilities, producerIds: [producerId] };
  expect((await room.receive('ben', wish)).consumers).toHaveLength(1);
});

test('whatever a browser claims to receive, workers live on and it is answered or refused', {
  timeout: 120_000,
}, async () => {
  const sfu = await mediaWorkers(1);
  const before = sfu.workers().map(({ pid }) => pid);
  const { room } = listenedRoom(sfu);
  const producerIds = [await publishCamera(room, 'ada')];

  await fc.assert(
    fc.asyncProperty(anyCapabilities, anyFingerprint, async (rtpCapabilities, fingerprint) => {
      expect(RtpCapabilities.safeParse(rtpCapabilities).error).toBeUndefined();
      expect(DtlsFingerprint.safeParse(fingerprint).error).toBeUndefined();
      const wish = { fingerprints: [fingerprint], rtpCapabilities, producerIds };
      expect(await outcomeOf(room.receive('eve', wish))).toSatisfy(refusedOrDone);
    }),
    { numRuns: 1_000 },
  );

  expect(sfu.workers().map(({ pid }) => pid)).toEqual(before);
  const wish = { fingerprints: fingerprints(), rtpCapabilities: chromeCapabilities, producerIds };
  expect((await room.receive('ben', wish)).consumers).toHaveLength(1);
});
