/** The height of each picture on this screen, in device pixels, by consumer. 0: nobody looks at it. */
export type Heights = ReadonlyMap<string, number>;
export type TileView = { consumerId: string; height: number };

/** What the protocol allows in one message. */
export const TILES_PER_MESSAGE = 64;
const TALLEST = 8192;

/** What the server must be told: only what changed since it was last told. */
export function viewNews(told: Heights, seen: Heights): TileView[] {
  return [...seen]
    .filter(([id, height]) => told.get(id) !== height)
    .map(([consumerId, height]) => ({ consumerId, height }));
}

/** Cuts a long list into messages the protocol allows. */
export function inMessages<T>(all: T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / TILES_PER_MESSAGE) }, (_, part) =>
    all.slice(part * TILES_PER_MESSAGE, (part + 1) * TILES_PER_MESSAGE),
  );
}

/**
 * The height to ask for. A picture nobody can see asks for nothing; the rest is in device pixels, because a layer that
 * is too small looks soft on a dense screen and one that is too large costs everybody's bandwidth.
 */
export function heightToAsk(tile: {
  cssHeight: number;
  pixelRatio: number;
  visible: boolean;
  pageHidden: boolean;
}): number {
  if (!tile.visible || tile.pageHidden) return 0;
  else return Math.min(TALLEST, Math.max(0, Math.round(tile.cssHeight * tile.pixelRatio)));
}
