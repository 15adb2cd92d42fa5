import { setImmediate as turn } from 'node:timers/promises';

/**
 * Gathers what comes together or while a write is on its way, and hands it over as one: a hundred arrivals cost one write or
 * two, and nobody waits longer than the write before them and their own.
 */
export class Batches<Item> {
  readonly #write: (items: Item[]) => Promise<void>;
  #gathered = new Set<Item>();
  #next: Promise<void> | undefined;
  #before: Promise<void> = Promise.resolve();

  constructor(write: (items: Item[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when the batch with this item is written, and rejects when it was not. The same item twice is one. */
  add(item: Item): Promise<void> {
    this.#gathered.add(item);
    this.#next ??= this.#after(this.#before);
    return this.#next;
  }

  /** Resolves when nothing is on its way any more, however it went. */
  async settled(): Promise<void> {
    await this.#next?.catch(() => {});
    await this.#before;
  }

  async #after(before: Promise<void>): Promise<void> {
    await before;
    await turn();
    const items = [...this.#gathered];
    this.#gathered = new Set();
    this.#next = undefined;

    const written = this.#write(items);
    this.#before = written.catch(() => {});
    return written;
  }
}
