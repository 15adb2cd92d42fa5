import type { types } from 'mediasoup';
import { notFound, Refusal } from '../platform/errors.ts';
import type {
  ConsumerOffer,
  DtlsFingerprint,
  IceParameters,
  RtpCapabilities,
  TransportOffer,
} from '../protocol/media.ts';
import { inCommon } from './codecs.ts';
import { firstLayers } from './layers.ts';
import { PER_RECEIVER } from './placement.ts';
import type { Published } from './published.ts';
import { refused } from './refused.ts';
import type { ResumeTogether } from './resume-together.ts';
import type { RoomRouters, Site } from './room-routers.ts';
import { connect, makeTransport, offerOf } from './transport.ts';
import { Watched } from './watched.ts';
import type { MediaWorker } from './worker-pool.ts';

type Parts = { routers: RoomRouters; videos: ResumeTogether; rtpCapabilities: RtpCapabilities };

/** What one peer receives: one transport and the streams on it. It is opened once and closed once. */
export class Receiver {
  readonly #parts: Parts;
  readonly #watched = new Map<string, Watched>();
  /** Producers that are here or on their way: nothing is sent twice. */
  readonly #producers = new Set<string>();
  #place: { site: Site; packets: number } | undefined;
  #transport: types.WebRtcTransport | undefined;
  #state: 'opening' | 'open' | 'closed' = 'opening';

  constructor(parts: Parts) {
    this.#parts = { ...parts, rtpCapabilities: inCommon(parts.rtpCapabilities) };
  }

  /** Whether the browser may know of it. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get media(): MediaWorker | undefined {
    return this.#place?.site.media;
  }

  /** The transport and everything on it in one go: pipes are laid while the transport is made. */
  async open(
    fingerprints: DtlsFingerprint[],
    streams: Published[],
  ): Promise<{ transport: TransportOffer; consumers: ConsumerOffer[] }> {
    const site = await this.#takePlace();
    const [transport, reachable] = await Promise.all([this.#make(site), this.#bring(streams, site)]);
    const [consumers] = await Promise.all([this.#consumeAll(transport, reachable), connect(transport, fingerprints)]);
    this.#refuseIfClosed();

    this.#state = 'open';
    return { transport: offerOf(transport), consumers };
  }

  /** Streams that started later. Those that are here already and those that cannot be had are left out. */
  async consume(streams: Published[]): Promise<ConsumerOffer[]> {
    const [transport, site] = [this.#transport, this.#place?.site];
    if (transport === undefined || site === undefined || !this.isOpen) throw new Refusal('wrong-state');

    return this.#consumeAll(transport, await this.#bring(streams, site));
  }

  /** Lets these flow: sound at once, pictures with the next batch. */
  async resume(consumerIds: string[]): Promise<void> {
    await Promise.all(this.#own(consumerIds).map(([, watched]) => watched.resume()));
  }

  /** Fits each picture to its tile. */
  async view(tiles: { consumerId: string; height: number }[]): Promise<void> {
    const heights = new Map(tiles.map(({ consumerId, height }) => [consumerId, height]));
    await Promise.all(this.#own([...heights.keys()]).map(([id, watched]) => watched.fit(heights.get(id) ?? 0)));
    this.#weigh();
  }

  async restartIce(): Promise<IceParameters> {
    if (this.#transport === undefined || !this.isOpen) throw new Refusal('wrong-state');
    return this.#transport.restartIce();
  }

  close(): void {
    if (this.#state === 'closed') return;

    this.#state = 'closed';
    for (const watched of this.#watched.values()) watched.close();
    this.#watched.clear();
    this.#weigh();
    this.#transport?.close();
    if (this.#place !== undefined) this.#parts.routers.release(this.#place.site);
  }

  async #takePlace(): Promise<Site> {
    const site = await this.#parts.routers.place();
    if (this.#state === 'closed') this.#parts.routers.release(site);
    this.#refuseIfClosed();

    this.#place = { site, packets: PER_RECEIVER };
    return site;
  }

  async #make({ media, router }: Site): Promise<types.WebRtcTransport> {
    const transport = await makeTransport(await router, media);
    if (this.#state === 'closed') transport.close();
    this.#refuseIfClosed();

    this.#transport = transport;
    return transport;
  }

  /** Those of these streams that could be brought to the site and are not on their way to this peer already. */
  async #bring(streams: Published[], site: Site): Promise<Published[]> {
    const fresh = streams.filter(({ producer }) => !this.#producers.has(producer.id));
    for (const { producer } of fresh) this.#producers.add(producer.id);

    const brought = fresh.map((published) =>
      this.#unlessGone(published, async () => {
        await this.#parts.routers.bring(published.producer, site);
        return published;
      }),
    );
    return (await Promise.all(brought)).flatMap((published) => published ?? []);
  }

  async #consumeAll(transport: types.WebRtcTransport, streams: Published[]): Promise<ConsumerOffer[]> {
    const made = streams.map((published) => this.#unlessGone(published, () => this.#consume(transport, published)));
    const offers = await Promise.all(made);
    this.#weigh();
    return offers.flatMap((offer) => offer ?? []);
  }

  async #consume(transport: types.WebRtcTransport, published: Published): Promise<ConsumerOffer> {
    const { rtpCapabilities, videos } = this.#parts;
    const consumer = await transport.consume({
      producerId: published.producer.id,
      rtpCapabilities: rtpCapabilities as types.RtpCapabilities,
      paused: true,
      ...(published.sizes > 1 && { preferredLayers: firstLayers }),
    });
    if (this.#state === 'closed') throw new Refusal('media-unavailable');

    const watched = new Watched({ consumer, published, videos });
    this.#watched.set(consumer.id, watched);
    consumer.once('producerclose', () => this.#drop(consumer, watched));
    return watched.offer;
  }

  /** One stream that ended just now, or that this browser cannot play, keeps nobody from the others. A dead worker does. */
  async #unlessGone<T>({ producer }: Published, get: () => Promise<T>): Promise<T | undefined> {
    try {
      return await get();
    } catch (error) {
      this.#producers.delete(producer.id);
      const refusal = refused(error);
      if (producer.closed || (refusal instanceof Refusal && refusal.code !== 'media-unavailable')) return undefined;
      throw error;
    }
  }

  #drop(consumer: types.Consumer, watched: Watched): void {
    watched.close();
    this.#watched.delete(consumer.id);
    this.#producers.delete(consumer.producerId);
    this.#weigh();
  }

  /** Ids of others are overlooked beside own ones, because an own one may have just closed; alone they are not found. */
  #own(consumerIds: string[]): [string, Watched][] {
    const own = [...new Set(consumerIds)].flatMap((id): [string, Watched][] => {
      const watched = this.#watched.get(id);
      return watched === undefined ? [] : [[id, watched]];
    });
    if (own.length === 0 && consumerIds.length > 0) throw notFound();
    return own;
  }

  /** Keeps the worker's load true. Somebody with little to receive yet still counts as one who soon will. */
  #weigh(): void {
    const place = this.#place;
    if (place === undefined) return;

    const packets = Math.max(PER_RECEIVER, sum([...this.#watched.values()].map((watched) => watched.packets)));
    place.site.media.load.packets += packets - place.packets;
    place.packets = packets;
  }

  #refuseIfClosed(): void {
    if (this.#state === 'closed') throw new Refusal('media-unavailable');
  }
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
