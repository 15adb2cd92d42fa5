import type { types } from 'mediasoup';
import { WrongConfig } from '../platform/config.ts';
import { Refusal } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { endWorker, spawnWorker } from './worker-process.ts';

export type PoolOptions = {
  workers: number;
  /** The first worker's port; each other takes the next. 0 takes any free ports. */
  mediaPort: number;
  listenIp: string;
  announcedAddress?: string | undefined;
  log: Log;
};

/** One worker process with its one port. A worker that takes the place of a dead one is a new object with no load. */
export type MediaWorker = {
  readonly worker: types.Worker;
  readonly server: types.WebRtcServer;
  readonly ports: Ports;
  /** What it has to do now; kept by whoever gives it work. */
  readonly load: { packets: number; receivers: number; producers: number };
};

type Ports = { udp: number; tcp: number };

type Slot = {
  ports: Ports;
  media: MediaWorker | undefined;
  deaths: number[];
  /** The worker that is to come, and when. */
  restart: { timeout: NodeJS.Timeout; due: number } | undefined;
};

/** Bursts of key frames for hundreds of viewers must not be lost before they have left the machine. */
const BUFFER_BYTES = 4 * 1024 * 1024;

/** How long somebody who joins while no worker is alive is kept waiting. A new one takes a tenth of a second. */
const PATIENCE_MS = 5_000;

const CRASH_LOOP = { deaths: 3, withinMs: 60_000, pauseMs: 30_000 };
const AFTER_FAILURE_MS = 1_000;

/**
 * How long to wait before a dead worker is replaced, given when it died lately. At once at first; after the third death in
 * a minute something kills workers on purpose, and a pause keeps it from having all of this machine.
 */
export function restartDelay(deaths: number[], now: number): number {
  const lately = deaths.filter((death) => now - death < CRASH_LOOP.withinMs);
  return lately.length < CRASH_LOOP.deaths ? 0 : CRASH_LOOP.pauseMs;
}

/** The worker processes. Each that dies is replaced on its port. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #onDeath: (dead: MediaWorker) => void;
  readonly #slots: Slot[];
  readonly #waiting = new Set<() => void>();
  #closed = false;

  /** Starts all workers, or throws one sentence about the port that is taken. */
  static async open(options: PoolOptions, onDeath: (dead: MediaWorker) => void): Promise<WorkerPool> {
    const pool = new WorkerPool(options, onDeath);
    const started = await Promise.allSettled(pool.#slots.map((slot) => pool.#start(slot)));
    const failed = started.find((each) => each.status === 'rejected');
    if (failed === undefined) return pool;

    await pool.close();
    throw failed.reason;
  }

  private constructor(options: PoolOptions, onDeath: (dead: MediaWorker) => void) {
    this.#options = options;
    this.#onDeath = onDeath;
    this.#slots = Array.from({ length: options.workers }, (_, index) => {
      const port = options.mediaPort === 0 ? 0 : options.mediaPort + index;
      return { ports: { udp: port, tcp: port }, media: undefined, deaths: [], restart: undefined };
    });
  }

  get alive(): MediaWorker[] {
    return this.#slots.flatMap(({ media }) => media ?? []);
  }

  /** At least one living worker; waits a little for one. Refuses `media-unavailable` when none comes soon. */
  async living(): Promise<MediaWorker[]> {
    const wait = Math.min(...this.#slots.map(({ restart }) => (restart?.due ?? 0) - Date.now()));
    if (this.alive.length === 0 && !this.#closed && wait < PATIENCE_MS) await this.#anyStart();
    if (this.alive.length === 0)
      throw new Refusal('media-unavailable', { retryAfter: Math.ceil(Math.max(wait, PATIENCE_MS) / 1000) });
    return this.alive;
  }

  /** Ends all workers and resolves when their processes are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const slot of this.#slots) clearTimeout(slot.restart?.timeout);
    for (const wake of this.#waiting) wake();

    await Promise.all(this.alive.map(({ worker }) => endWorker(worker)));
    for (const slot of this.#slots) slot.media = undefined;
  }

  async #start(slot: Slot): Promise<void> {
    const worker = await spawnWorker();
    const server = await this.#listen(worker, slot.ports).catch((error: unknown) => {
      worker.close();
      throw error;
    });
    if (this.#closed) worker.close();
    if (worker.died) throw new Error('The worker died as it started.');
    if (worker.closed) return;

    const media = { worker, server, ports: slot.ports, load: { packets: 0, receivers: 0, producers: 0 } };
    slot.media = media;
    worker.once('died', (error) => this.#died({ slot, media, error }));
    this.#options.log.info('media.worker-ready', { pid: worker.pid, port: slot.ports.udp });
    for (const wake of this.#waiting) wake();
  }

  /** Takes the slot's ports; a slot without any keeps those it is given, for the worker that comes after. */
  async #listen(worker: types.Worker, ports: Ports): Promise<types.WebRtcServer> {
    const { listenIp, announcedAddress } = this.#options;
    const address = {
      ip: listenIp,
      ...(announcedAddress !== undefined && { announcedAddress }),
      sendBufferSize: BUFFER_BYTES,
      recvBufferSize: BUFFER_BYTES,
    };
    const server = await worker
      .createWebRtcServer({
        listenInfos: [
          { ...address, protocol: 'udp', port: ports.udp },
          { ...address, protocol: 'tcp', port: ports.tcp },
        ],
      })
      .catch((cause: unknown) => {
        const taken = cause instanceof Error && /in use/i.test(cause.message);
        const why = taken
          ? `MEDIA_PORT ${ports.udp} is taken by another program; set it to a free one.`
          : `MEDIA_LISTEN_IP ${listenIp} cannot be listened on; set it to an address of this machine.`;
        throw new WrongConfig(why, { cause });
      });

    const { udpSockets, tcpServers } = await server.dump();
    ports.udp = udpSockets[0]?.port ?? ports.udp;
    ports.tcp = tcpServers[0]?.port ?? ports.tcp;
    return server;
  }

  #died({ slot, media, error }: { slot: Slot; media: MediaWorker; error: Error }): void {
    slot.media = undefined;
    slot.deaths.push(Date.now());
    this.#options.log.error('media.worker-died', error, { pid: media.worker.pid, port: slot.ports.udp });
    this.#onDeath(media);
    this.#replace(slot, 0);
  }

  #replace(slot: Slot, atLeast: number): void {
    if (this.#closed) return;

    const delay = Math.max(atLeast, restartDelay(slot.deaths, Date.now()));
    slot.deaths = slot.deaths.slice(-CRASH_LOOP.deaths);
    const timeout = setTimeout(() => {
      this.#start(slot).catch((error: unknown) => {
        this.#options.log.error('media.worker-not-replaced', error, { port: slot.ports.udp });
        this.#replace(slot, AFTER_FAILURE_MS);
      });
    }, delay);
    slot.restart = { timeout, due: Date.now() + delay };
  }

  #anyStart(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timeout = setTimeout(resolve, PATIENCE_MS);
    this.#waiting.add(resolve);
    return promise.finally(() => {
      clearTimeout(timeout);
      this.#waiting.delete(resolve);
    });
  }
}
