import { randomInt } from 'node:crypto';
import type { ConsumerOffer, RtpCapabilities, TransportOffer } from '../src/protocol/media.ts';
import { FarSocket } from './far-socket.ts';
import type { Flow, Joined } from './flow.ts';
import { CORES, pin } from './machine.ts';
import { publishedParameters, whatChromiumReceives } from './pretended-browser.ts';
import { startProcess, stopProcess } from './processes.ts';
import type { ThinClients } from './thin-clients.ts';

type Capabilities = { rtpCapabilities: RtpCapabilities; producerIds: string[] };

/** The baseline: capabilities, transport, connect, then consume and resume for each stream, each waiting for the one before. */
export async function startClassicFlow(clients: ThinClients): Promise<Flow> {
  const { child, hello } = await startProcess<{ url: string; workerPid: number }>('bare.ts');
  const { url, workerPid } = hello;
  pin(workerPid, CORES.worker);

  return {
    workerPid,
    arrive: (count, oneWayMs) => Promise.all(Array.from({ length: count }, () => FarSocket.connect(url, { oneWayMs }))),
    async join(socket, group) {
      const { rtpCapabilities, producerIds } = await socket.ask<Capabilities>('capabilities');
      const received = whatChromiumReceives(rtpCapabilities);
      const { client } = await openTransport(clients, socket, group);

      // Each stream is resumed before the next is asked for, as the examples do: first sound is then as early as can be.
      for (const producerId of producerIds) {
        const { consumerId } = await socket.ask<ConsumerOffer>('consume', { producerId, rtpCapabilities: received });
        await socket.ask('resume', { consumerId });
      }
      return { client, socket };
    },
    async publish(group) {
      const socket = await FarSocket.connect(url, { oneWayMs: 0 });
      const { client } = await openTransport(clients, socket, group);
      const streams = { microphone: ssrc(), camera: [ssrc(), ssrc(), ssrc()] };
      const { microphone, camera } = publishedParameters(streams);

      await socket.ask('produce', { kind: 'audio', rtpParameters: microphone });
      await socket.ask('produce', { kind: 'video', rtpParameters: camera });
      clients.publish(client.id, streams);
      return client;
    },
    leave: async ({ socket }) => socket.close(),
    stop: () => stopProcess(child),
  };
}

async function openTransport(clients: ThinClients, socket: FarSocket, group: number): Promise<Joined> {
  const offer = await socket.ask<TransportOffer>('create-transport');
  await socket.ask('connect-transport', { dtlsParameters: { role: 'client', fingerprints: clients.fingerprints } });
  return { client: clients.open(group, offer), socket };
}

const ssrc = () => randomInt(10_000, 2 ** 32 - 1);
