import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { median, type Pair } from './figures.ts';
import { machineTimes, spin, type Times } from './machine.ts';

/** How many pairs may be measured for each that is wanted, because the machine was not steady meanwhile. */
const MOST_TRIES = 1.5;

/** How much slower or faster the fixed piece of work may become during one measurement. */
const MOST_DRIFT = 0.05;

/** Which share of the machine others may take meanwhile: the one below ours, or programs beside us. */
const MOST_STOLEN = 0.02;
const MOST_FOREIGN = 0.1;

export type Measured = { pairs: Pair[]; remarks: string[] };

/**
 * Measures ours and the baseline in turn: A B A B A. Each baseline is compared with the mean of ours just before and just
 * after it, so that whatever changes on the machine meets both, and none of them always comes first. One of each is
 * measured before and thrown away. Pairs during which the machine was not steady are thrown away and measured again; on a
 * machine that is never steady the calmest are kept, and the remarks say so.
 */
export async function interleave(
  count: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<Measured> {
  await ours();
  await baseline();

  const seen: Seen[] = [];
  const steady = () => seen.filter(({ isSteady }) => isSteady);
  const watched = await watch();
  let before = await watched(ours);
  while (steady().length < count && seen.length < count * MOST_TRIES) {
    const between = await watched(baseline);
    const after = await watched(ours);
    seen.push(compared(before, between, after));
    before = after;
  }

  const calmest = seen.filter(({ isSteady }) => !isSteady).toSorted((a, b) => a.foreign - b.foreign);
  const kept = calmest.slice(0, count - steady().length);
  return {
    pairs: [...steady(), ...kept].map(({ pair }) => pair),
    remarks: remarksOn({ kept, away: calmest.length - kept.length }),
  };
}

type Watched = { value: number; isSteady: boolean; foreign: number };
type Seen = { pair: Pair; isSteady: boolean; foreign: number };

function compared(before: Watched, between: Watched, after: Watched): Seen {
  const all = [before, between, after];
  return {
    pair: { ours: (before.value + after.value) / 2, baseline: between.value },
    isSteady: all.every(({ isSteady }) => isSteady),
    foreign: Math.max(...all.map(({ foreign }) => foreign)),
  };
}

/** Measures, and says what the machine did meanwhile. The end of one measurement is the beginning of the next. */
async function watch(): Promise<(measure: () => Promise<number>) => Promise<Watched>> {
  let before = await machineState();

  return async (measure) => {
    const value = await measure();
    const after = await machineState();
    const hundredths = ((after.at - before.at) / 10) * cpus().length;
    const foreign = (after.times.foreign - before.times.foreign) / hundredths;
    const stolen = (after.times.stolen - before.times.stolen) / hundredths;
    const drift = Math.abs(after.work / before.work - 1);

    before = after;
    return { value, isSteady: drift <= MOST_DRIFT && stolen <= MOST_STOLEN && foreign <= MOST_FOREIGN, foreign };
  };
}

/** What was measured last is still being tidied up for a moment; the fixed piece of work would feel it. */
async function machineState(): Promise<{ work: number; times: Times; at: number }> {
  await wait(200);
  return { work: spin(), times: machineTimes(), at: performance.now() };
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
