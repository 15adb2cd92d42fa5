import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Log } from './log.ts';

/** The register did not let a connection leave. */
export class NoWayOut extends Error {}

export type Egress = {
  /**
   * Opens a connection to another machine, or to another program of this one. Asks the register first, each time; rejects
   * with {@link NoWayOut} and raises an alarm in the log where it says no (PP-08.2).
   */
  connect(target: Target): Promise<Socket>;
};

export type Target = { host: string; port: number; timeoutMs: number };

export type Register = { log: Log; mayGo(hostAndPort: string): Promise<boolean> };

/** The one way out of this process. What is not in the register cannot be reached, whoever asks. */
export function openEgress({ log, mayGo }: Register): Egress {
  return {
    async connect(target) {
      const place = `${target.host}:${target.port}`.toLowerCase();
      if (await mayGo(place)) return connected(target);

      const refused = new NoWayOut('No live agreement covers this connection.');
      log.error('egress.refused', refused, { place });
      throw refused;
    },
  };
}

export type { Socket } from 'node:net';

/** Speaks TLS over a connection that is there. Rejects, and lets go of it, where the other side cannot prove that it is this host. */
export async function inPrivate(
  socket: Socket,
  { host, timeoutMs }: Pick<Target, 'host' | 'timeoutMs'>,
): Promise<Socket> {
  const name = bare(host);
  const tls = connectTls({ socket, host: name, ...(isIP(name) === 0 && { servername: name }) });
  try {
    await once(tls, 'secureConnect', { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return tls;
}

/** `smtp.example.org:587`, with the port that the scheme stands for where none is written. */
export function hostAndPort(url: string): string {
  const { host, port } = relayAt(url);
  return `${host}:${port}`;
}

export function relayAt(url: string): { host: string; port: number } {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname.toLowerCase(), port: Number(port) || (protocol === 'smtps:' ? 465 : 587) };
}

async function connected({ host, port, timeoutMs }: Target): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connectTcp({ host: bare(host), port });
  const impatient = setTimeout(() => socket.destroy(new Error('No answer in time.')), timeoutMs);
  // The listener for errors stays, so that one between two owners of the socket does not end the process.
  socket.on('error', reject).once('connect', () => resolve(socket));
  try {
    return await promise;
  } finally {
    clearTimeout(impatient);
  }
}

/** Without the brackets that an address of IPv6 has in a URL. */
const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');
