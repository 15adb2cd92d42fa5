import type { types } from 'mediasoup';
import type { ConsumerOffer } from '../protocol/media.ts';
import { firstLayers, type Layers, layersFor, packetsOf } from './layers.ts';
import type { Published } from './published.ts';
import type { ResumeTogether } from './resume-together.ts';

type Parts = { consumer: types.Consumer; published: Published; videos: ResumeTogether };

/**
 * One stream on its way to one peer. It flows while the browser has made its end and there is a tile to show it in; sound
 * needs no tile.
 */
export class Watched {
  readonly #parts: Parts;
  #ready = false;
  #visible = true;
  #flowing = false;
  #layers: Layers = firstLayers;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isVideo(): boolean {
    return this.#parts.consumer.kind === 'video';
  }

  /** What it costs the worker a second: as if it flowed already until its tile goes, because soon it will. */
  get packets(): number {
    return this.#visible ? packetsOf(this.#parts.published.source, this.#layers) : 0;
  }

  get offer(): ConsumerOffer {
    const { id, producerId, kind, rtpParameters } = this.#parts.consumer;
    return { consumerId: id, producerId, kind, rtpParameters: asOffered(rtpParameters) };
  }

  /** The browser has made its end. */
  async resume(): Promise<void> {
    this.#ready = true;
    await this.#flow();
  }

  /** Sends the size that suits a tile of this many device pixels in height, or nothing for 0. Sound goes on regardless. */
  async fit(height: number): Promise<void> {
    if (!this.isVideo) return;

    this.#visible = height > 0;
    if (this.#visible) {
      await this.#choose(layersFor(height, this.#parts.published));
      await this.#flow();
    } else {
      await this.#stop();
    }
  }

  /** Its transport is gone, or it is. */
  close(): void {
    this.#parts.videos.remove(this.#parts.consumer);
  }

  async #choose(layers: Layers): Promise<void> {
    const { spatialLayer, temporalLayer } = this.#layers;
    if (layers.spatialLayer === spatialLayer && layers.temporalLayer === temporalLayer) return;

    this.#layers = layers;
    if (this.#parts.consumer.type !== 'simple') await this.#tell((consumer) => consumer.setPreferredLayers(layers));
  }

  async #flow(): Promise<void> {
    if (!this.#ready || !this.#visible || this.#flowing) return;

    this.#flowing = true;
    if (this.isVideo) await this.#parts.videos.add(this.#parts.consumer);
    else await this.#tell((consumer) => consumer.resume());
  }

  async #stop(): Promise<void> {
    if (!this.#flowing) return;

    this.#flowing = false;
    this.#parts.videos.remove(this.#parts.consumer);
    await this.#tell((consumer) => consumer.pause());
  }

  /** A consumer that closed in the meantime has nothing to be told, and that is nobody's fault. */
  async #tell(say: (consumer: types.Consumer) => Promise<void>): Promise<void> {
    const { consumer } = this.#parts;
    await say(consumer).catch((error: unknown) => {
      if (!consumer.closed) throw error;
    });
  }
}

/** As the protocol writes it: the same, with every list there. */
function asOffered({ mid, codecs, headerExtensions = [], encodings = [], rtcp = {}, msid }: types.RtpParameters) {
  return {
    ...(mid !== undefined && { mid }),
    codecs: codecs.map((codec) => ({ ...codec, parameters: codec.parameters as Record<string, string | number> })),
    headerExtensions: headerExtensions.map(({ uri, id, encrypt = false }) => ({ uri, id, encrypt, parameters: {} })),
    encodings,
    rtcp,
    ...(msid !== undefined && { msid }),
  };
}
