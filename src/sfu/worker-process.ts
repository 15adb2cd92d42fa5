import { createWorker, type types } from 'mediasoup';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * mediasoup ends its workers by itself on these signals. Here the app decides when, so that rooms can say goodbye first and
 * running webinars are not cut by a stop that waits for them.
 */
export async function spawnWorker(): Promise<types.Worker> {
  const before = new Map(SIGNALS.map((signal) => [signal, new Set(process.listeners(signal))]));
  const starting = createWorker({ logLevel: 'error' });

  for (const signal of SIGNALS) {
    const added = process.listeners(signal).filter((listener) => !before.get(signal)?.has(listener));
    for (const listener of added) process.removeListener(signal, listener);
  }
  return starting;
}

/** Resolves when the process is gone. */
export async function endWorker(worker: types.Worker): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  worker.once('subprocessclose', resolve);
  worker.close();
  if (!worker.subprocessClosed) await promise;
}
