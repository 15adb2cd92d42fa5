import { version, workerBin } from 'mediasoup';
import { rtpCapabilities } from './codecs.ts';
import { MediasoupRoom } from './mediasoup-room.ts';
import type { Sfu, WorkerFacts } from './sfu.ts';
import { type MediaWorker, type PoolOptions, WorkerPool } from './worker-pool.ts';

type Options = PoolOptions & {
  /** Packets a second below which a room stays on one worker; see `placement.ts`. */
  stayHomeBelow?: number | undefined;
};

/**
 * Starts the media workers: worker i listens on `mediaPort` + i, by UDP and TCP. Throws one sentence if a port is taken.
 * A worker that dies is replaced on its port, and its rooms are told.
 */
export async function startMediasoupSfu(options: Options): Promise<Sfu> {
  const { log, mediaPort, stayHomeBelow } = options;
  const rooms = new Set<MediasoupRoom>();
  const pool = await WorkerPool.open(options, (dead) => {
    for (const room of rooms) tell(room, dead);
  });

  log.info('media.ready', {
    workers: pool.alive.length,
    port: mediaPort,
    mediasoup: version,
    binary: workerBin,
    // The boot script knows whether it was given, cached, downloaded or built here.
    kind: process.env.MEDIA_WORKER_KIND ?? 'given',
  });
  return {
    rtpCapabilities,
    openRoom(listener) {
      const room = new MediasoupRoom({ pool, listener, stayHomeBelow, onClose: (closed) => rooms.delete(closed) });
      rooms.add(room);
      return room;
    },
    workers: () => pool.alive.map(factsOf),
    async close() {
      for (const room of rooms) room.close();
      await pool.close();
    },
  };

  /** One room that cannot cope keeps the others from nothing. */
  function tell(room: MediasoupRoom, dead: MediaWorker): void {
    try {
      room.workerDied(dead);
    } catch (error) {
      log.error('media.room-not-told', error);
    }
  }
}

const factsOf = ({ worker, ports, load }: MediaWorker): WorkerFacts => ({
  pid: worker.pid,
  port: ports.udp,
  receivers: load.receivers,
  producers: load.producers,
});
