import type { types } from 'mediasoup';
import type { Published } from './published.ts';

/** How often the worker looks who is loudest. Lower moves the stage sooner; higher keeps it calm when people interject. */
const INTERVAL_MS = 300;

/** Knows who is speaking among the open microphones of one room. */
export class Speaker {
  readonly #tell: (peerId: string | undefined) => void;
  readonly #heard = new Map<string, Published>();
  #observer: Promise<types.ActiveSpeakerObserver> | undefined;
  #peerId: string | undefined;

  constructor(tell: (peerId: string | undefined) => void) {
    this.#tell = tell;
  }

  /** Listens to this microphone from now on. */
  async hear(published: Published, router: Promise<types.Router>): Promise<void> {
    if (published.source !== 'microphone' || this.#heard.has(published.producer.id)) return;

    this.#heard.set(published.producer.id, published);
    this.#observer ??= this.#observe(router);
    const observer = await this.#observer;
    if (this.#heard.has(published.producer.id)) await observer.addProducer({ producerId: published.producer.id });
  }

  /** This microphone is muted or gone. Whoever spoke into it does not speak any more. */
  async unhear({ producer, peerId }: Published): Promise<void> {
    if (!this.#heard.delete(producer.id)) return;

    if (this.#peerId === peerId) this.#say(undefined);
    const observer = await this.#observer;
    // Left in, a muted one would stay the loudest of the past and not be named again when they go on.
    if (!producer.closed) await observer?.removeProducer({ producerId: producer.id });
  }

  /** The router is gone, and everybody with it. */
  reset(): void {
    this.#heard.clear();
    this.#observer = undefined;
    this.#say(undefined);
  }

  async #observe(router: Promise<types.Router>): Promise<types.ActiveSpeakerObserver> {
    const observer = await (await router).createActiveSpeakerObserver({ interval: INTERVAL_MS });
    observer.on('dominantspeaker', ({ producer }) => {
      const published = this.#heard.get(producer.id);
      if (published !== undefined) this.#say(published.peerId);
    });
    return observer;
  }

  #say(peerId: string | undefined): void {
    if (this.#peerId === peerId) return;

    this.#peerId = peerId;
    this.#tell(peerId);
  }
}
