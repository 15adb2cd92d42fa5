import { randomInt } from 'node:crypto';
import type { Answer, Answers, Request, RequestName } from '../src/protocol/room-messages.ts';
import { FarSocket } from './far-socket.ts';
import type { Flow } from './flow.ts';
import { CORES, pin } from './machine.ts';
import { publishedParameters, whatChromiumReceives } from './pretended-browser.ts';
import { startProcess, stopProcess } from './processes.ts';
import type { ProductHello } from './product.ts';
import type { ThinClients } from './thin-clients.ts';

/** Lines of a tile that fills the stage: the largest layer, which the baseline sends by itself. */
const STAGE_HEIGHT = 720;

/** The product: what the page knows already is not asked for, and one message brings transport and streams. */
export async function startProductFlow(clients: ThinClients): Promise<Flow & { url: string; pid: number }> {
  const { child, hello } = await startProcess<ProductHello>('product.ts');
  const { url, workerPid, hostToken, guestTokens } = hello;
  const { fingerprints } = clients;
  const wish = { rtpCapabilities: whatChromiumReceives(hello.rtpCapabilities), fingerprints };
  const connect = (token: string, oneWayMs: number) => FarSocket.connect(url, { oneWayMs, auth: { token } });
  pin(workerPid, CORES.worker);

  return {
    url,
    pid: child.pid ?? 0,
    workerPid,
    arrive: (count, oneWayMs) => Promise.all(guestTokens.splice(0, count).map((token) => connect(token, oneWayMs))),
    async join(socket, group) {
      const { transport, consumers } = await get(socket, 'join', wish);
      const client = clients.open(group, transport);
      const tiles = consumers
        .filter(({ kind }) => kind === 'video')
        .map(({ consumerId }) => ({ consumerId, height: STAGE_HEIGHT }));

      await Promise.all([
        get(socket, 'view', { tiles }),
        get(socket, 'resume-consumers', { consumerIds: consumers.map(({ consumerId }) => consumerId) }),
      ]);
      return { client, socket };
    },
    async publish(group) {
      const socket = await connect(hostToken, 0);
      await get(socket, 'join', wish);
      await get(socket, 'go-live', {});
      const { transport } = await get(socket, 'open-send-transport', { fingerprints });
      const client = clients.open(group, transport);
      const streams = { microphone: ssrc(), camera: [ssrc(), ssrc(), ssrc()] };
      const { microphone, camera } = publishedParameters(streams);

      await get(socket, 'produce', { source: 'microphone', rtpParameters: microphone });
      await get(socket, 'produce', { source: 'camera', rtpParameters: camera });
      clients.publish(client.id, streams);
      return client;
    },
    async leave({ socket }) {
      await get(socket, 'leave', {});
      socket.close();
    },
    stop: () => stopProcess(child),
  };
}

async function get<Name extends RequestName>(
  socket: FarSocket,
  name: Name,
  request: Request<Name>,
): Promise<Answers[Name]> {
  const answer = await socket.ask<Answer<Answers[Name]>>(name, request);
  if (!answer.ok) throw new Error(`${name}: ${answer.code}`);
  return answer.value;
}

const ssrc = () => randomInt(10_000, 2 ** 32 - 1);
