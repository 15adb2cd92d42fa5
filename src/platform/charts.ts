/** One bar: what it is of, and how much. */
export type Bar = { label: string; value: number };

/** Room for the bars, in units of the drawing; each has one unit of air on both sides. */
const HEIGHT = 100;
const WIDTH = 8;
const AIR = 1;

/**
 * What the partial `chart` draws: upright bars from nought to a round number above the largest. `desc` says in a sentence what
 * can be seen; the same numbers belong into a table beneath, so nobody depends on the picture.
 */
export function barChart({ id, title, desc, bars }: { id: string; title: string; desc: string; bars: readonly Bar[] }) {
  const top = roundAbove(Math.max(...bars.map(({ value }) => value)));
  return {
    ...{ id, title, desc, top },
    width: bars.length * (WIDTH + 2 * AIR),
    height: HEIGHT,
    half: HEIGHT / 2,
    bars: bars.map(({ value }, place) => {
      const tall = (value / top) * HEIGHT;
      return { x: place * (WIDTH + 2 * AIR) + AIR, y: HEIGHT - tall, width: WIDTH, height: tall };
    }),
    first: bars[0]?.label,
    last: bars.at(-1)?.label,
  };
}

/** 2, 4, 6, 8, 10, 20, 40, 60 …: a number above whose half is whole. */
function roundAbove(value: number): number {
  const power = 10 ** Math.max(1, Math.ceil(Math.log10(Math.max(1, value))));
  return [0.2, 0.4, 0.6, 0.8].map((part) => part * power).find((each) => each >= value) ?? power;
}

/** How long each bar of a list is, as a part of the longest: 0 to 100. */
export const shareOf = (value: number, most: number): number => (most === 0 ? 0 : Math.round((value / most) * 100));
