import type { Pair } from './figures.ts';
import { spin, stolen } from './machine.ts';

/** A pair is measured again when the machine did not keep its speed meanwhile; this often at most for each pair wanted. */
const SECOND_CHANCES = 1;

/** How much slower or faster the fixed piece of work may have become, and how much of the time may have been taken away. */
const MOST_DRIFT = 0.05;
const MOST_STOLEN = 0.02;

export type Measured = { pairs: Pair[]; discarded: number; restless: boolean };

/**
 * Measures ours and the baseline in turn, so that whatever changes on the machine meets both. Pairs during which the
 * machine changed its own speed are thrown away and measured again; on a machine that never rests they are kept and said.
 */
export async function interleave(count: number, ours: () => Promise<number>, baseline: () => Promise<number>): Promise<Measured> {
  const steady: Pair[] = [];
  const unsteady: Pair[] = [];

  while (steady.length < count && steady.length + unsteady.length < count * (1 + SECOND_CHANCES)) {
    const watch = watchMachine();
    const pair = { ours: await ours(), baseline: await baseline() };
    (watch.isSteady() ? steady : unsteady).push(pair);
  }
  const kept = unsteady.slice(0, count - steady.length);
  return { pairs: [...steady, ...kept], discarded: unsteady.length - kept.length, restless: kept.length > 0 };
}

function watchMachine(): { isSteady(): boolean } {
  const before = { work: spin(), stolen: stolen(), at: performance.now() };

  return {
    isSteady() {
      const hundredths = (performance.now() - before.at) / 10;
      const drift = Math.abs(spin() / before.work - 1);
      return drift <= MOST_DRIFT && (stolen() - before.stolen) / hundredths <= MOST_STOLEN;
    },
  };
}

export function remarksOn({ discarded, restless }: Measured): string[] {
  return [
    ...(discarded > 0 ? [`${discarded} pairs thrown away, because the machine changed its speed meanwhile`] : []),
    ...(restless ? ['the machine never rested long enough; some pairs were kept although it changed its speed'] : []),
  ];
}
