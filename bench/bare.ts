import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as mediasoup from 'mediasoup';
import type { Consumer, Producer, WebRtcTransport } from 'mediasoup/types';
import { Server } from 'socket.io';
import type { ClassicMessages } from './classic-messages.ts';

/** The baseline: mediasoup with its default options behind the flow of its own examples, one round trip for each step. */
const codecs = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
] as const;

const worker = await mediasoup.createWorker();
const webRtcServer = await worker.createWebRtcServer({ listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }] });
const router = await worker.createRouter({ mediaCodecs: [...codecs] });
const producers: Producer[] = [];
const http = createServer();

new Server<ClassicMessages>(http, { transports: ['websocket'] }).on('connection', (socket) => {
  const consumers = new Map<string, Consumer>();
  let transport: WebRtcTransport;

  socket.on('capabilities', (_, reply) => {
    reply({ rtpCapabilities: router.rtpCapabilities, producerIds: producers.map(({ id }) => id) });
  });
  socket.on('create-transport', async (_, reply) => {
    transport = await router.createWebRtcTransport({ webRtcServer });
    const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
    reply({ id, iceParameters, iceCandidates, dtlsParameters });
  });
  socket.on('connect-transport', async ({ dtlsParameters }, reply) => {
    await transport.connect({ dtlsParameters });
    reply({});
  });
  socket.on('produce', async ({ kind, rtpParameters }, reply) => {
    const producer = await transport.produce({ kind, rtpParameters });
    producers.push(producer);
    reply({ producerId: producer.id });
  });
  socket.on('consume', async ({ producerId, rtpCapabilities }, reply) => {
    const consumer = await transport.consume({ producerId, rtpCapabilities, paused: true });
    consumers.set(consumer.id, consumer);
    reply({ consumerId: consumer.id, kind: consumer.kind, rtpParameters: consumer.rtpParameters });
  });
  socket.on('resume', async ({ consumerId }, reply) => {
    await consumers.get(consumerId)?.resume();
    reply({});
  });
  socket.on('disconnect', () => transport?.close());
});

http.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, workerPid: worker.pid });
});
process.on('disconnect', () => process.exit());
