import type { types } from 'mediasoup';
import { Refusal } from '../platform/errors.ts';
import { mediaCodecs } from './codecs.ts';
import { Pipe } from './pipe.ts';
import { PER_RECEIVER, placeHome, placeReceiver } from './placement.ts';
import type { MediaWorker, WorkerPool } from './worker-pool.ts';

/** A room on one worker. */
export type Site = {
  readonly media: MediaWorker;
  readonly isHome: boolean;
  readonly router: Promise<types.Router>;
  pipe: Promise<Pipe> | undefined;
  receivers: number;
};

type Parts = { pool: WorkerPool; stayHomeBelow?: number | undefined };

/** Even an empty room is expected to become something: so rooms that open together begin on different workers. */
const PER_ROOM = 600;

/**
 * The routers of one room: a home with all publishers, and one on each worker that receivers were sent to. All are made
 * when first needed, and those that nobody receives from any more are closed.
 */
export class RoomRouters {
  readonly #parts: Parts;
  readonly #sites = new Map<MediaWorker, Site>();
  #home: Site | undefined;
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Where publishers are. */
  async home(): Promise<Site> {
    const workers = await this.#parts.pool.living();
    if (this.#closed) throw new Refusal('room-ended');

    this.#home ??= this.#open(at(workers, placeHome(workers.map(({ load }) => load.packets))), true);
    return this.#home;
  }

  /** Takes a place for one receiver, to be given back by `release`. It counts at once, so that many who come together spread. */
  async place(): Promise<Site> {
    const home = await this.home();
    if (this.#home !== home) throw new Refusal('media-unavailable');

    const workers = this.#parts.pool.alive;
    const places = workers.map((media) => ({
      packets: media.load.packets,
      isHome: media === home.media,
      isOpen: this.#sites.has(media),
    }));
    const media = at(workers, placeReceiver(places, this.#parts.stayHomeBelow));
    const site = this.#sites.get(media) ?? this.#open(media, false);

    site.receivers += 1;
    media.load.receivers += 1;
    media.load.packets += PER_RECEIVER;
    return site;
  }

  release(site: Site): void {
    site.receivers -= 1;
    site.media.load.receivers -= 1;
    site.media.load.packets -= PER_RECEIVER;
    if (site.receivers === 0 && !site.isHome) this.#shut(site);
  }

  /** Makes a producer of the home known at this site. */
  async bring(producer: types.Producer, site: Site): Promise<void> {
    if (!site.isHome) await (await this.#pipeTo(site)).carry(producer);
  }

  /** Forgets what was on a worker that died. Answers what the room lost with it. */
  lost(media: MediaWorker): 'home' | 'site' | 'nothing' {
    const site = this.#sites.get(media);
    if (site === undefined) return 'nothing';

    if (site.isHome) this.#shutAll();
    else this.#shut(site);
    return site.isHome ? 'home' : 'site';
  }

  close(): void {
    this.#closed = true;
    this.#shutAll();
  }

  #open(media: MediaWorker, isHome: boolean): Site {
    const router = media.worker.createRouter({ mediaCodecs });
    const site: Site = { media, isHome, router, pipe: undefined, receivers: 0 };
    this.#sites.set(media, site);
    media.load.packets += PER_ROOM;
    router.catch(() => this.#shut(site));
    return site;
  }

  async #pipeTo(site: Site): Promise<Pipe> {
    site.pipe ??= this.#makePipe(site);
    return site.pipe;
  }

  async #makePipe(site: Site): Promise<Pipe> {
    const home = this.#home;
    if (home === undefined || this.#sites.get(site.media) !== site) throw new Refusal('media-unavailable');

    try {
      const [near, far] = await Promise.all([home.router, site.router]);
      return await Pipe.between(near, far);
    } catch (error) {
      site.pipe = undefined;
      throw error;
    }
  }

  #shutAll(): void {
    for (const site of this.#sites.values()) this.#shut(site);
  }

  #shut(site: Site): void {
    if (this.#sites.get(site.media) !== site) return;

    this.#sites.delete(site.media);
    if (this.#home === site) this.#home = undefined;
    site.media.load.packets -= PER_ROOM;
    site.router.then((router) => router.close()).catch(() => undefined);
  }
}

function at(workers: MediaWorker[], index: number): MediaWorker {
  const worker = workers[index];
  if (worker === undefined) throw new Refusal('media-unavailable');
  return worker;
}
