/** A worker as a place for one more receiver of a room. */
export type Place = {
  /** Packets a second that it forwards already, for all rooms. */
  packets: number;
  /** Publishers of the room are here: nothing needs to be piped. */
  isHome: boolean;
  /** The room has a router here, so its streams are piped to this place already. */
  isOpen: boolean;
};

/**
 * Below this many packets a second a room stays on its home. Lower spreads small meetings over cores for nothing, and each
 * spread costs a pipe for every stream; higher leaves other cores idle while one works. It is about fifty viewers.
 */
export const STAY_HOME_BELOW = 12_000;

/** What a receiver is expected to need: a speaker in full size and the sound. */
export const PER_RECEIVER = 240;

/** What a first receiver costs on a worker that the room is not on yet: a pipe with all sizes of a few cameras. */
const NEW_PIPE = 1_500;

/** Kept free on the home: whatever delays publishers there delays everybody. */
const HOME_RESERVE = 2_000;

/** Which of these places a receiver goes to: home while there is room, then wherever the least work is. */
export function placeReceiver(places: Place[], stayHomeBelow: number = STAY_HOME_BELOW): number {
  const home = places.findIndex((place) => place.isHome && place.packets < stayHomeBelow);
  return home === -1 ? cheapest(places.map(priceOf)) : home;
}

/** Where a room begins: the worker with the least to do, the first of equals. */
export const placeHome = (packets: number[]): number => cheapest(packets);

const priceOf = ({ packets, isHome, isOpen }: Place): number =>
  packets + (isHome ? HOME_RESERVE : 0) + (isHome || isOpen ? 0 : NEW_PIPE);

const cheapest = (prices: number[]): number => prices.indexOf(Math.min(...prices));
