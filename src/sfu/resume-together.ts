import type { types } from 'mediasoup';

type Video = Pick<types.Consumer, 'closed' | 'resume'>;

/**
 * How long the first of a batch waits for company. Every resumed picture needs a key frame, which is large; hundreds who
 * join together share one. Higher shares more; lower shows the first picture sooner.
 */
const BATCH_MS = 250;

/** Resumes video in batches. */
export class ResumeTogether {
  readonly #batchMs: number;
  #batch: Set<Video> = new Set();
  #resumed: Promise<void> | undefined;
  #cut: (() => void) | undefined;

  constructor(batchMs: number = BATCH_MS) {
    this.#batchMs = batchMs;
  }

  /** Resolves when the batch that this consumer joins has been sent to the worker. Rejects if it could not be. */
  async add(consumer: Video): Promise<void> {
    this.#batch.add(consumer);
    this.#resumed ??= this.#later();
    await this.#resumed;
  }

  /** Not any more: the tile is gone before its turn came. */
  remove(consumer: Video): void {
    this.#batch.delete(consumer);
  }

  /** Lets the waiting go with nothing resumed. */
  close(): void {
    this.#batch.clear();
    this.#cut?.();
  }

  async #later(): Promise<void> {
    await this.#wait();
    const batch = [...this.#batch].filter((consumer) => !consumer.closed);
    this.#batch = new Set();
    this.#resumed = undefined;

    await Promise.all(batch.map(resume));
  }

  async #wait(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timeout = setTimeout(resolve, this.#batchMs);
    this.#cut = resolve;
    await promise;
    clearTimeout(timeout);
  }
}

/** A consumer that closed in the meantime has nothing to resume, and is nobody's fault. */
async function resume(consumer: Video): Promise<void> {
  await consumer.resume().catch((error: unknown) => {
    if (!consumer.closed) throw error;
  });
}
