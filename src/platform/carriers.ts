import type { Carrier } from './smtp.ts';

/** The connections to the relay: opened as they are needed, up to a number, and closed when nothing was due for a while. */
export type Carriers = {
  /** How many are open and have nothing to carry. */
  readonly free: number;
  /** Opens a first one where none is. Rejects where the relay cannot be reached. */
  ready(): Promise<void>;
  /** Opens one more behind the scenes, where there may be more. Calls `opened` when it is there. */
  grow(opened: () => void): void;
  /** Has something done by a free one, which comes back by itself. */
  use<T>(work: (carrier: Carrier) => Promise<T>): Promise<T>;
  /** Says that nothing is due. */
  rest(): void;
  close(): void;
};

/** A relay closes idle connections after a while; closing them first spares us the letter that finds out. */
const IDLE_MS = 10_000;

export function openCarriers(most: number, open: () => Promise<Carrier>): Carriers {
  const all = new Set<Carrier>();
  const free: Carrier[] = [];
  let opening = 0;
  let closings = 0;
  let idle: NodeJS.Timeout | undefined;

  async function add(): Promise<void> {
    const before = closings;
    opening += 1;
    try {
      const carrier = await open();
      // Nobody would let go of it any more, and its process would stay for it.
      if (closings > before) carrier.close();
      else {
        all.add(carrier);
        free.push(carrier);
      }
    } finally {
      opening -= 1;
    }
  }
  function sweep(): void {
    for (const carrier of all) if (!carrier.open) all.delete(carrier);
    free.splice(0, Infinity, ...free.filter((carrier) => all.has(carrier)));
  }
  function close(): void {
    clearTimeout(idle);
    closings += 1;
    for (const carrier of all) carrier.close();
    sweep();
  }

  return {
    get free() {
      sweep();
      return free.length;
    },
    async ready() {
      clearTimeout(idle);
      sweep();
      if (all.size === 0) await add();
    },
    grow(opened) {
      sweep();
      // What fails here is tried again when the others are gone, and reported then.
      if (all.size + opening < most) add().then(opened, () => {});
    },
    async use(work) {
      const carrier = free.pop();
      if (carrier === undefined) throw new Error('No connection is free.');
      try {
        return await work(carrier);
      } finally {
        if (carrier.open) free.push(carrier);
      }
    },
    rest() {
      clearTimeout(idle);
      idle = setTimeout(close, IDLE_MS).unref();
    },
    close,
  };
}
