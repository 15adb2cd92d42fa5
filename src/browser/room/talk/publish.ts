import type { types } from 'mediasoup-client';
import type { MediaSource } from '../../../protocol/media.ts';
import { type MediaHealth, mend, type OwnStream } from '../remember/recover.ts';
import type { Ask } from './connection.ts';
import { asParameters, type Kit } from './kit.ts';

type Parts = { kit: Promise<Kit>; ask: Ask; changed(): void };

type Wish = { rtpParameters: types.RtpParameters; appData: types.AppData };
type Settle = { done(made: { id: string }): void; fail(error: Error): void };

/** 180, 360 and 720 lines. Each viewer gets the one that fits their tile, so a phone never pays for a wall. */
const CAMERA_LAYERS: types.RtpEncodingParameters[] = [
  { scaleResolutionDownBy: 4, maxBitrate: 150_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 1, maxBitrate: 1_500_000, scalabilityMode: 'L1T3' },
];
/** Text must stay sharp: fewer pictures, more bits for each. */
const SCREEN: types.RtpEncodingParameters[] = [{ maxBitrate: 2_500_000, maxFramerate: 15 }];

const SENDING: Record<MediaSource, Pick<types.ProducerOptions, 'encodings' | 'codecOptions'>> = {
  // Nothing is sent during silence, and a lost packet can be guessed from the next.
  'microphone': { codecOptions: { opusDtx: true, opusFec: true } },
  'camera': { encodings: CAMERA_LAYERS, codecOptions: { videoGoogleStartBitrate: 600 } },
  'screen': { encodings: SCREEN, codecOptions: { videoGoogleStartBitrate: 1_000 } },
  // Music and film, where talk would be the exception: both channels and no silence suppression.
  'screen-audio': { codecOptions: { opusStereo: true, opusFec: true, opusDtx: false } },
};

/** What this page sends. Tracks belong to the devices; here they are only sent, and never stopped. */
export class Publishing {
  readonly #parts: Parts;
  readonly #tracks = new Map<MediaSource, MediaStreamTrack>();
  readonly #producers = new Map<MediaSource, types.Producer>();
  #transport: Promise<types.Transport> | undefined;
  #health: MediaHealth = 'gone';
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get health(): MediaHealth {
    return this.#health;
  }

  /** What should be on, whether or not it has arrived. */
  get sources(): MediaSource[] {
    return [...this.#tracks.keys()];
  }

  /** Sends this track. Resolves when the room has it; throws `Refused` when it will not. */
  start(source: MediaSource, track: MediaStreamTrack): Promise<void> {
    this.#tracks.set(source, track);
    return this.#inOrder(async () => {
      await this.#produce(source, track).catch((error: unknown) => {
        if (this.#tracks.get(source) === track) this.#tracks.delete(source);
        throw error;
      });
    });
  }

  stop(source: MediaSource): Promise<void> {
    this.#tracks.delete(source);
    return this.#inOrder(async () => {
      const producer = this.#producers.get(source);
      this.#producers.delete(source);
      producer?.close();
      this.#parts.changed();
      if (producer !== undefined) await this.#parts.ask('close-producer', { source });
    });
  }

  /** Silences first and tells afterwards: between the two nobody must hear anything. */
  pause(source: MediaSource): Promise<void> {
    this.#producers.get(source)?.pause();
    return this.#inOrder(async () => void (await this.#parts.ask('pause-producer', { source })));
  }

  resume(source: MediaSource): Promise<void> {
    return this.#inOrder(async () => {
      await this.#parts.ask('resume-producer', { source });
      this.#producers.get(source)?.resume();
    });
  }

  /** The host has already silenced it on the server. */
  silence(source: MediaSource): void {
    this.#producers.get(source)?.pause();
  }

  /** Another device for the same stream. */
  replace(source: MediaSource, track: MediaStreamTrack): Promise<void> {
    this.#tracks.set(source, track);
    return this.#inOrder(async () => {
      await this.#producers.get(source)?.replaceTrack({ track });
    });
  }

  /** Sends everything that was on anew, over a new transport. */
  restart(): Promise<void> {
    return this.#inOrder(async () => {
      this.#letGo();
      for (const [source, track] of this.#tracks) await this.#produce(source, track);
    });
  }

  /** Puts right what the room and this page believe differently about what is sent. */
  async mendAgainst(known: OwnStream[]): Promise<void> {
    const ours = this.sources.flatMap((source) => {
      const producer = this.#producers.get(source);
      return producer === undefined ? [] : [{ source, paused: producer.paused }];
    });
    const { close, pause, silence, restart } = mend(known, ours);
    for (const source of silence) this.#producers.get(source)?.pause();
    const onTheirWay = new Set(this.sources);
    const unwanted = close.filter((source) => !onTheirWay.has(source));
    await Promise.all(unwanted.map((source) => this.#parts.ask('close-producer', { source })));
    await Promise.all(pause.map((source) => this.pause(source)));
    if (restart) await this.restart();
  }

  async restartIce(): Promise<void> {
    const { iceParameters } = await this.#parts.ask('restart-ice', { direction: 'send' });
    await (await this.#transport)?.restartIce({ iceParameters });
  }

  /** Nothing is sent from here on; the server has closed its side or will by itself. */
  close(): void {
    this.#tracks.clear();
    this.#letGo();
    this.#parts.changed();
  }

  async #produce(source: MediaSource, track: MediaStreamTrack): Promise<void> {
    if (track.readyState === 'ended') return;

    this.#transport ??= this.#open();
    const transport = await this.#transport;
    const producer = await transport.produce({ track, stopTracks: false, appData: { source }, ...SENDING[source] });
    this.#producers.set(source, producer);
    this.#parts.changed();
    // A microphone that was muted before a restart starts as silence, and stays closed on the server too.
    if (producer.paused) await this.#parts.ask('pause-producer', { source });
  }

  async #open(): Promise<types.Transport> {
    try {
      return await this.#makeTransport();
    } catch (error) {
      this.#transport = undefined;
      throw error;
    }
  }

  async #makeTransport(): Promise<types.Transport> {
    const kit = await this.#parts.kit;
    const offer = await this.#parts.ask('open-send-transport', { fingerprints: kit.fingerprints });
    const transport = kit.transport('send', offer.transport);
    this.#health = transport.connectionState;
    transport.on('connectionstatechange', (state) => {
      this.#health = state;
      this.#parts.changed();
    });
    transport.on('produce', (wish, done, fail) => void this.#offer(wish, { done, fail }));
    return transport;
  }

  async #offer({ rtpParameters, appData }: Wish, { done, fail }: Settle): Promise<void> {
    try {
      const source = appData.source as MediaSource;
      const { producerId } = await this.#parts.ask('produce', { source, rtpParameters: asParameters(rtpParameters) });
      done({ id: producerId });
    } catch (error) {
      fail(error instanceof Error ? error : new Error('The room did not take the stream.'));
    }
  }

  #letGo(): void {
    void this.#transport?.then((transport) => transport.close()).catch(() => {});
    this.#transport = undefined;
    this.#health = 'gone';
    this.#producers.clear();
  }

  /** One thing after the other: what is switched off before it was on must end up off. */
  #inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }
}
