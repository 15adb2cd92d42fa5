import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

const LOOPBACK = /^(::1|(::ffff:)?127\.|localhost$)/;

/** Writes down every connection that this process opens to anywhere but this machine, from now until `stop`. */
export function watchServerSockets(): { foreign: string[]; stop(): void } {
  const foreign: string[] = [];
  const look = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.on('lookup', (_error, _address, _family, host) => LOOPBACK.test(host) || foreign.push(host));
    socket.on('connect', () => {
      const address = socket.remoteAddress;
      if (address !== undefined && !LOOPBACK.test(address)) foreign.push(address);
    });
  };

  subscribe('net.client.socket', look);
  return { foreign, stop: () => unsubscribe('net.client.socket', look) };
}
