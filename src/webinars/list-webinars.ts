import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { stateOf, type WebinarState } from './rules.ts';
import { type Webinar, webinarsOf } from './store.ts';

export type Listed = Webinar & { state: WebinarState };
export type Shelves = { upcoming: Listed[]; past: Listed[]; cancelled: Listed[] };

/** A host's webinars: what is to come, the next one first; what is over and what was called off, the latest first. */
export async function listWebinars({ db, clock }: Pick<Parts, 'db' | 'clock'>, hostId: PersonId): Promise<Shelves> {
  const now = clock();
  const all = (await webinarsOf(db, hostId)).map((each) => ({ ...each, state: stateOf(each, now) }));
  const those = (...states: WebinarState[]) => all.filter(({ state }) => states.includes(state));

  return {
    upcoming: those('live', 'upcoming'),
    past: those('ended', 'missed').toReversed(),
    cancelled: those('cancelled').toReversed(),
  };
}
