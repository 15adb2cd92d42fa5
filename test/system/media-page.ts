import type { types } from 'mediasoup-client';
import { asConsumer, asParameters, prepareKit } from '../../src/browser/room/talk/kit.ts';
import type { ConsumerOffer, RtpCapabilities, TransportOffer } from '../../src/protocol/media.ts';

// Somebody's browser with nothing of the room but its media. The test that opens this page answers what it asks.

type Answers = {
  send: TransportOffer;
  produce: { producerId: string };
  receive: { transport: TransportOffer; consumers: ConsumerOffer[] };
  resume: null;
};

declare global {
  function ask<Name extends keyof Answers>(name: Name, words: object): Promise<Answers[Name]>;
}

const LAYERS = [4, 2, 1].map((scaleResolutionDownBy) => ({
  scaleResolutionDownBy,
  maxBitrate: 1_600_000 / scaleResolutionDownBy,
  scalabilityMode: 'L1T3',
}));

const playing = document.createElement('video');
let watched: types.Consumer[] = [];

/** Sends this browser's camera and microphone. */
export async function publish(rtpCapabilities: RtpCapabilities): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 }, audio: true });
  const kit = await prepareKit({ rtpCapabilities, iceServers: [] });
  const transport = kit.transport('send', await ask('send', { fingerprints: kit.fingerprints }));
  transport.on('produce', ({ appData, rtpParameters }, done, failed) => {
    ask('produce', { source: appData.source, rtpParameters: asParameters(rtpParameters) })
      .then(({ producerId }) => done({ id: producerId }))
      .catch(failed);
  });

  const [camera, microphone] = [stream.getVideoTracks()[0], stream.getAudioTracks()[0]];
  if (camera === undefined || microphone === undefined) throw new Error('This browser has no fake devices.');
  await transport.produce({ track: camera, encodings: LAYERS, appData: { source: 'camera' } });
  await transport.produce({ track: microphone, appData: { source: 'microphone' } });
}

/** Plays these, with one question to the server before they are there and one word after. */
export async function watch(rtpCapabilities: RtpCapabilities, producerIds: string[]): Promise<string[]> {
  const kit = await prepareKit({ rtpCapabilities, iceServers: [] });
  const { transport, consumers } = await ask('receive', {
    fingerprints: kit.fingerprints,
    rtpCapabilities: kit.rtpCapabilities,
    producerIds,
  });

  const receiving = kit.transport('receive', transport);
  watched = await Promise.all(consumers.map((offer) => receiving.consume(asConsumer(offer))));
  playing.srcObject = new MediaStream(watched.map(({ track }) => track));
  document.body.append(playing);
  void playing.play();
  const consumerIds = watched.map(({ id }) => id);
  await ask('resume', { consumerIds });
  return consumerIds;
}

/** What this browser has decoded by now. */
export async function decoded(): Promise<{ frames: number; lines: number; energy: number }> {
  const inbound: RTCInboundRtpStreamStats[] = [];
  for (const consumer of watched) {
    for (const stat of (await consumer.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
      if (stat.type === 'inbound-rtp') inbound.push(stat);
    }
  }

  return {
    frames: Math.max(0, ...inbound.map(({ framesDecoded = 0 }) => framesDecoded)),
    lines: playing.videoHeight,
    energy: Math.max(0, ...inbound.map(({ totalAudioEnergy = 0 }) => totalAudioEnergy)),
  };
}
