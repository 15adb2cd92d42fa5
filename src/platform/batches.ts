import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';

/**
 * Gathers what comes together or while a write is on its way, and hands it over as one: a hundred arrivals cost one write or
 * two, and nobody waits longer than the write before them, the time of gathering and their own.
 */
export class Batches<Item> {
  readonly #write: (items: Item[]) => Promise<void>;
  readonly #gatherMs: number;
  #gathered = new Set<Item>();
  #next: Promise<void> | undefined;
  #before: Promise<void> = Promise.resolve();
  #gathering = new AbortController();

  /** Longer gathering costs fewer writes, and a process that is killed has that much not written. */
  constructor(write: (items: Item[]) => Promise<void>, gatherMs = 0) {
    this.#write = write;
    this.#gatherMs = gatherMs;
  }

  /** Resolves when the batch with this item is written, and rejects when it was not. The same item twice is one. */
  add(item: Item): Promise<void> {
    this.#gathered.add(item);
    this.#next ??= this.#after(this.#before);
    return this.#next;
  }

  /** Resolves when nothing is on its way any more, however it went. */
  async settled(): Promise<void> {
    this.#gathering.abort();
    await this.#next?.catch(() => {});
    await this.#before;
  }

  async #after(before: Promise<void>): Promise<void> {
    const { signal } = this.#gathering;
    await before;
    await (this.#gatherMs === 0 ? turn() : wait(this.#gatherMs, undefined, { signal }).catch(() => {}));
    const items = [...this.#gathered];
    this.#gathered = new Set();
    this.#next = undefined;
    this.#gathering = new AbortController();

    const written = this.#write(items);
    this.#before = written.catch(() => {});
    return written;
  }
}
