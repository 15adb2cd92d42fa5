import { errors, type types } from 'mediasoup';
import { Refusal } from '../platform/errors.ts';
import {
  type DtlsFingerprint,
  type IceParameters,
  kindOf,
  type MediaSource,
  type RtpParameters,
  type TransportOffer,
} from '../protocol/media.ts';
import type { Published } from './published.ts';
import { admitted } from './publishing-rules.ts';
import type { RoomRouters, Site } from './room-routers.ts';
import { connect, makeTransport, offerOf } from './transport.ts';

type Parts = {
  routers: RoomRouters;
  peerId: string;
  /** The browser has hung up: nothing comes from it any more. */
  onHungUp(): void;
};

/** Bits a second that one peer may send: a camera in three sizes with sound, and a screen on top while it is shared. */
const MOST_INCOMING = { stage: 3_500_000, screen: 3_000_000 };

/**
 * Key frames that viewers ask for are passed on to the publisher this far apart. Shorter shows a picture sooner to those
 * who come late; longer keeps the quality up for everybody else, most of all on a screen, where a key frame is huge.
 */
const KEY_FRAME_DELAY_MS: Record<MediaSource, number> = {
  'camera': 1_000,
  'screen': 2_000,
  'microphone': 0,
  'screen-audio': 0,
};

/** What one peer publishes: one transport on the room's home, and one producer for each source. */
export class Sender {
  readonly #parts: Parts;
  /** `undefined` while it is being made. */
  readonly #producers = new Map<MediaSource, Published | undefined>();
  #site: Site | undefined;
  #transport: types.WebRtcTransport | undefined;
  #state: 'opening' | 'open' | 'closed' = 'opening';

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get producerIds(): string[] {
    return [...this.#producers.values()].flatMap((published) => published?.producer.id ?? []);
  }

  async open(fingerprints: DtlsFingerprint[]): Promise<TransportOffer> {
    const site = await this.#parts.routers.home();
    this.#refuseIfClosed();
    this.#site = site;

    const transport = await makeTransport(await site.router, site.media);
    if (this.#state === 'closed') transport.close();
    this.#refuseIfClosed();
    this.#transport = transport;
    transport.on('dtlsstatechange', (state) => {
      if (state === 'closed' || state === 'failed') this.#parts.onHungUp();
    });

    await Promise.all([connect(transport, fingerprints), transport.setMaxIncomingBitrate(MOST_INCOMING.stage)]);
    this.#refuseIfClosed();
    this.#state = 'open';
    return offerOf(transport);
  }

  /** Refuses `wrong-state` for a source that is on already, and `invalid` for parameters no browser of ours would send. */
  async produce(source: MediaSource, rtpParameters: RtpParameters): Promise<Published> {
    const transport = this.#transport;
    if (transport === undefined || !this.isOpen || this.#producers.has(source)) throw new Refusal('wrong-state');

    this.#producers.set(source, undefined);
    try {
      const published = await this.#make({ transport, source, rtpParameters });
      this.#producers.set(source, published);
      return published;
    } catch (error) {
      this.#producers.delete(source);
      throw error;
    }
  }

  /** Ends one producer, for everybody. */
  end({ producer, source }: Published): void {
    producer.close();
    this.#producers.delete(source);
    this.#count(-1);
    if (source === 'screen') this.#limit().catch(() => undefined);
  }

  async restartIce(): Promise<IceParameters> {
    if (this.#transport === undefined || !this.isOpen) throw new Refusal('wrong-state');
    return this.#transport.restartIce();
  }

  /** Ends the transport and every producer on it. */
  close(): void {
    if (this.#state === 'closed') return;

    this.#count(-this.producerIds.length);
    this.#state = 'closed';
    this.#producers.clear();
    this.#transport?.close();
  }

  async #make(wish: {
    transport: types.WebRtcTransport;
    source: MediaSource;
    rtpParameters: RtpParameters;
  }): Promise<Published> {
    const { transport, source } = wish;
    const rtpParameters = admitted({ ...wish, streamName: transport.id });
    const producer = await transport
      .produce({ kind: kindOf(source), rtpParameters, keyFrameRequestDelay: KEY_FRAME_DELAY_MS[source] })
      .catch((error: unknown) => {
        throw this.#isRefusalOfTheWorker(error) ? new Refusal('invalid') : error;
      });
    this.#refuseIfClosed();

    this.#count(1);
    if (source === 'screen') await this.#limit(source);
    this.#refuseIfClosed();
    return { producer, peerId: this.#parts.peerId, source, sizes: rtpParameters.encodings?.length ?? 1 };
  }

  /** The worker says no in plain errors to what contradicts itself or what is there already, such as an SSRC used twice. */
  #isRefusalOfTheWorker(error: unknown): boolean {
    return (
      this.isOpen &&
      error instanceof Error &&
      !(error instanceof Refusal) &&
      !(error instanceof errors.WorkerClosedError)
    );
  }

  async #limit(starting?: MediaSource): Promise<void> {
    const screen = starting === 'screen' || this.#producers.has('screen');
    await this.#transport?.setMaxIncomingBitrate(MOST_INCOMING.stage + (screen ? MOST_INCOMING.screen : 0));
  }

  #count(change: number): void {
    if (this.#site !== undefined && this.#state !== 'closed') this.#site.media.load.producers += change;
  }

  #refuseIfClosed(): void {
    if (this.#state === 'closed') throw new Refusal('media-unavailable');
  }
}
