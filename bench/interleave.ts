import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { median, type Pair } from './figures.ts';
import { machineTimes, spin } from './machine.ts';

/** How many pairs may be measured for each that is wanted, because the machine was not steady meanwhile. */
const MOST_TRIES = 1.5;

/** How much slower or faster the fixed piece of work may become during a pair. */
const MOST_DRIFT = 0.05;

/** Which share of the machine others may have taken during a pair: the one below ours, or programs beside us. */
const MOST_STOLEN = 0.02;
const MOST_FOREIGN = 0.1;

export type Measured = { pairs: Pair[]; remarks: string[] };

/**
 * Measures ours and the baseline in turn, so that whatever changes on the machine meets both. Pairs during which it was
 * not steady are thrown away and measured again; on a machine that is never steady the calmest are kept, and the remarks say so.
 */
export async function interleave(
  count: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<Measured> {
  const seen: Seen[] = [];
  const steady = () => seen.filter(({ isSteady }) => isSteady);

  while (steady().length < count && seen.length < count * MOST_TRIES) {
    const watch = await watchMachine();
    const pair = { ours: await ours(), baseline: await baseline() };
    seen.push({ pair, ...(await watch()) });
  }

  const calmest = seen.filter(({ isSteady }) => !isSteady).toSorted((a, b) => a.foreign - b.foreign);
  const kept = calmest.slice(0, count - steady().length);
  return {
    pairs: [...steady(), ...kept].map(({ pair }) => pair),
    remarks: remarksOn({ kept, away: calmest.length - kept.length }),
  };
}

type Watched = { isSteady: boolean; foreign: number };
type Seen = Watched & { pair: Pair };

async function watchMachine(): Promise<() => Promise<Watched>> {
  const work = await calmSpin();
  const before = machineTimes();
  const at = performance.now();

  return async () => {
    const hundredths = ((performance.now() - at) / 10) * cpus().length;
    const after = machineTimes();
    const foreign = (after.foreign - before.foreign) / hundredths;
    const stolen = (after.stolen - before.stolen) / hundredths;
    const drift = Math.abs((await calmSpin()) / work - 1);
    return { isSteady: drift <= MOST_DRIFT && stolen <= MOST_STOLEN && foreign <= MOST_FOREIGN, foreign };
  };
}

/** What was measured last is still being tidied up; the fixed piece of work would feel it. */
async function calmSpin(): Promise<number> {
  await wait(200);
  return spin();
}

function remarksOn({ kept, away }: { kept: Seen[]; away: number }): string[] {
  const share = (median(kept.map(({ foreign }) => foreign)) * 100).toFixed(0);
  return [
    ...(away > 0 ? [`${away} pairs thrown away because the machine was not steady`] : []),
    ...(kept.length > 0
      ? [`${kept.length} pairs kept although it was not steady; other programs took ${share} % of it`]
      : []),
  ];
}
