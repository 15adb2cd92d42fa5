import { effect, type ReadonlySignal } from '@preact/signals';
import type { Connection } from '../remember/state.ts';
import { type Heights, heightToAsk, inMessages, viewNews } from '../remember/tiles.ts';
import type { Ask } from './connection.ts';
import type { Incoming } from './receive.ts';

/** Long enough for a layout to come to rest, short enough that nobody looks at a soft picture. */
const REST_MS = 250;

type Parts = {
  incoming: ReadonlySignal<ReadonlyMap<string, Incoming>>;
  connection: ReadonlySignal<Connection>;
  ask: Ask;
};
type Seen = { consumerId: string; cssHeight: number; visible: boolean };

/** Watches how large each picture is on this screen and asks the server for just that. */
export class TileWatch {
  readonly #parts: Parts;
  readonly #seen = new Map<Element, Seen>();
  readonly #sizes = new ResizeObserver((entries) => this.#measure(entries));
  readonly #sight = new IntersectionObserver((entries) => this.#look(entries));
  #told: Heights = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    document.addEventListener('visibilitychange', this.#later);
    effect(() => {
      if (parts.incoming.value.size > 0 && parts.connection.value === 'connected') this.#later();
    });
  }

  /** From now on this element shows that consumer; until the returned function is called. */
  watch(element: Element, consumerId: string): () => void {
    this.#seen.set(element, { consumerId, cssHeight: element.clientHeight, visible: true });
    this.#sizes.observe(element);
    this.#sight.observe(element);
    this.#later();
    return () => {
      this.#seen.delete(element);
      this.#sizes.unobserve(element);
      this.#sight.unobserve(element);
      this.#later();
    };
  }

  #measure(entries: ResizeObserverEntry[]): void {
    for (const { target, contentRect } of entries) this.#note(target, { cssHeight: contentRect.height });
  }

  #look(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) this.#note(target, { visible: isIntersecting });
  }

  #note(element: Element, news: Partial<Seen>): void {
    const seen = this.#seen.get(element);
    if (seen === undefined) return;
    this.#seen.set(element, { ...seen, ...news });
    this.#later();
  }

  readonly #later = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tell(), REST_MS);
  };

  async #tell(): Promise<void> {
    const heights = this.#heights();
    const news = viewNews(this.#told, heights);
    this.#told = heights;
    const answers = await Promise.allSettled(inMessages(news).map((tiles) => this.#parts.ask('view', { tiles })));
    // What was not heard is told again with the next change, or after the socket has come back.
    if (answers.some(({ status }) => status === 'rejected')) this.#told = new Map();
  }

  /** Every picture that is received; those that no tile shows are of no height. */
  #heights(): Heights {
    const videos = [...this.#parts.incoming.value.values()].filter(({ kind }) => kind === 'video');
    const heights = new Map(videos.map(({ consumerId }) => [consumerId, 0]));
    for (const { consumerId, ...tile } of this.#seen.values()) {
      const height = heightToAsk({ ...tile, pixelRatio: devicePixelRatio, pageHidden: document.hidden });
      if (heights.has(consumerId)) heights.set(consumerId, Math.max(heights.get(consumerId) ?? 0, height));
    }
    return heights;
  }
}
