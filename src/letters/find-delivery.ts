import type { Parts } from '../platform/parts.ts';
import { countByState, settledSince } from './outbox-store.ts';

/** How far the letters of one issue are. */
export type Delivery = {
  total: number;
  sent: number;
  /** Refused, or parked until somebody looks. */
  failed: number;
  /** Handed over, and the answer was lost; not sent again. */
  unknown: number;
  /** Whoever stopped such letters after they were put into the outbox. */
  stopped: number;
  waiting: number;
  /** Over the last minute. */
  perSecond: number;
  /** Nothing where it cannot be told: nothing has left in the last minute. */
  secondsLeft: number | undefined;
};

const LOOK_BACK_SECONDS = 60;

/** How far an issue is, and how long the rest will take at the rate of the last minute. */
export async function deliveryOf(parts: Pick<Parts, 'db' | 'clock'>, issueId: string): Promise<Delivery> {
  const now = parts.clock();
  const counts = new Map((await countByState(parts.db, issueId)).map(({ state, count }) => [state, count]));
  const count = (...states: string[]) => states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const { settled, first } = await settledSince(parts.db, {
    issueId,
    since: new Date(now.getTime() - LOOK_BACK_SECONDS * 1000),
  });

  const seconds = first === null ? 0 : Math.max(1, (now.getTime() - first.getTime()) / 1000);
  const perSecond = seconds === 0 ? 0 : settled / seconds;
  const waiting = count('queued', 'handing');
  return {
    total: count(...counts.keys()),
    ...{ sent: count('sent'), failed: count('refused', 'parked'), unknown: count('unknown') },
    ...{ stopped: count('stopped'), waiting, perSecond },
    secondsLeft: waiting === 0 ? 0 : perSecond === 0 ? undefined : Math.ceil(waiting / perSecond),
  };
}
