import { createServer } from 'node:net';
import { version, workerBin } from 'mediasoup';
import { expect, test } from 'vitest';
import { WrongConfig } from '#src/platform/config.ts';
import type { Facts } from '#src/platform/log.ts';
import { rtpCapabilities } from '#src/sfu/codecs.ts';
import { startMediasoupSfu } from '#src/sfu/mediasoup-sfu.ts';
import {
  cameraParameters,
  chromeCapabilities,
  microphoneParameters,
  screenAudioParameters,
  screenParameters,
} from '#test/support/media.ts';
import { fingerprints, listenedRoom, mediaWorkers, quiet } from '#test/support/sfu.ts';

test('the page learns two codecs and no header extension that nobody reads', () => {
  expect(rtpCapabilities.codecs.map(({ mimeType }) => mimeType)).toEqual(['audio/opus', 'video/VP8', 'video/rtx']);
  const audio = rtpCapabilities.codecs.filter(({ kind }) => kind === 'audio');
  expect(audio.flatMap(({ rtcpFeedback = [] }) => rtcpFeedback.map(({ type }) => type))).not.toContain('transport-cc');
  expect(rtpCapabilities.headerExtensions.filter(({ kind }) => kind === 'audio').map(({ uri }) => uri)).toEqual([
    'urn:ietf:params:rtp-hdrext:sdes:mid',
    'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  ]);
});

test('one answer brings a transport that is connected and a paused consumer for each stream', async () => {
  const sfu = await mediaWorkers(1);
  const { room } = listenedRoom(sfu);
  await room.send('ada', { fingerprints: fingerprints() });
  const camera = await room.produce('ada', { source: 'camera', rtpParameters: cameraParameters() });
  const microphone = await room.produce('ada', { source: 'microphone', rtpParameters: microphoneParameters() });
  const screen = await room.produce('ada', { source: 'screen', rtpParameters: screenParameters() });
  const sound = await room.produce('ada', { source: 'screen-audio', rtpParameters: screenAudioParameters() });

  const { transport, consumers } = await room.receive('chloe', {
    fingerprints: fingerprints(),
    rtpCapabilities: chromeCapabilities,
    producerIds: [camera.producerId, microphone.producerId, screen.producerId, sound.producerId, 'gone'],
  });

  expect(transport.dtlsParameters.role).toBe('server');
  expect(transport.iceCandidates).toHaveLength(2);
  expect(consumers.map(({ producerId, kind }) => [producerId, kind])).toEqual([
    [camera.producerId, 'video'],
    [microphone.producerId, 'audio'],
    [screen.producerId, 'video'],
    [sound.producerId, 'audio'],
  ]);
  expect(sfu.workers()).toMatchObject([{ receivers: 1, producers: 4 }]);
  const ids = consumers.map(({ consumerId }) => consumerId);
  await room.resume('chloe', ids);
  await room.view(
    'chloe',
    ids.map((consumerId) => ({ consumerId, height: 720 })),
  );
  await room.view(
    'chloe',
    ids.map((consumerId) => ({ consumerId, height: 0 })),
  );
  expect(await room.restartIce('chloe', 'receive')).toMatchObject({ iceLite: true });
  room.leave('ada');
  room.leave('chloe');
  expect(sfu.workers()).toMatchObject([{ receivers: 0, producers: 0 }]);
});

test('a port that is taken stops the start with one sentence that names the setting', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const address = holder.address();
  const mediaPort = typeof address === 'object' && address !== null ? address.port : 0;

  const start = startMediasoupSfu({ workers: 2, mediaPort, listenIp: '127.0.0.1', log: quiet });
  await expect(start).rejects.toThrow(
    new WrongConfig(`MEDIA_PORT ${mediaPort} is taken by another program; set it to a free one.`),
  );
  holder.close();
});

test('an address of another machine stops the start with one sentence that names the setting', async () => {
  const start = startMediasoupSfu({ workers: 1, mediaPort: 0, listenIp: '203.0.113.9', log: quiet });
  await expect(start).rejects.toThrow(
    new WrongConfig('MEDIA_LISTEN_IP 203.0.113.9 cannot be listened on; set it to an address of this machine.'),
  );
});

test('the start says which media worker is in use', async () => {
  const said: [string, Facts | undefined][] = [];
  await mediaWorkers(1, { log: { ...quiet, info: (event, facts) => void said.push([event, facts]) } });

  expect(said.map(([event]) => event)).toEqual(['media.worker-ready', 'media.ready']);
  expect(said[1]?.[1]).toMatchObject({ workers: 1, mediasoup: version, binary: workerBin });
});

test('a signal to stop is the app’s to hear: the workers go when it says so, and their processes are gone by then', async () => {
  const listening = () => [process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')];
  const before = listening();
  const sfu = await startMediasoupSfu({ workers: 1, mediaPort: 0, listenIp: '127.0.0.1', log: quiet });
  expect(listening()).toEqual(before);

  const pid = sfu.workers()[0]?.pid ?? 0;
  await sfu.close();
  expect(sfu.workers()).toEqual([]);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
