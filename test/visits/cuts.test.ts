import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cut, cellOf, cutNames, type Figure, figuresOf, type Group } from '#src/visits/cuts.ts';
import { type Device, devices, type PageGroup, pageGroups } from '#src/visits/rules.ts';

const STEP = 5;
const FEWEST = 10;

type Cell = Pick<Figure, 'cut' | 'cell'>;

/** Days with groups of every size around the threshold, and some large ones. */
const sizes = fc.oneof(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 300 }));
const days: fc.Arbitrary<Group[]> = fc
  .tuple(
    ...Object.keys(pageGroups).flatMap((page) =>
      Object.keys(devices).map((device) =>
        sizes.map((visitors) => ({ page: page as PageGroup, device: device as Device, visitors })),
      ),
    ),
  )
  .map((groups) => groups.filter(({ visitors }) => visitors > 0));

const told = (groups: readonly Group[]) =>
  new Map(figuresOf(groups).map(({ cut, cell, value }) => [`${cut} ${cell}`, value]));

test('every figure stands for ten people at least, is a multiple of five, and is never more than were there', () => {
  fc.assert(
    fc.property(days, (groups) => {
      for (const { cut, cell, value } of figuresOf(groups)) {
        const there = groups.filter((group) => cellOf(cut, group) === cell);
        expect(value).toBeGreaterThanOrEqual(FEWEST);
        expect(value % STEP).toBe(0);
        expect(value).toBeLessThanOrEqual(there.reduce((all, { visitors }) => all + visitors, 0));
      }
    }),
  );
});

test('one visitor more or less moves each figure of each cut by one step at most (PP-10.2)', () => {
  fc.assert(
    fc.property(days, fc.nat(), (groups, which) => {
      fc.pre(groups.length > 0);
      const gone = which % groups.length;
      const without = groups
        .map((group, place) => ({ ...group, visitors: group.visitors - (place === gone ? 1 : 0) }))
        .filter(({ visitors }) => visitors > 0);
      const [before, after] = [told(groups), told(without)];

      for (const figure of new Set([...before.keys(), ...after.keys()])) {
        // What is left out is less than the least that is told.
        const [more, less] = [before.get(figure) ?? STEP, after.get(figure) ?? STEP];
        expect(more - less, figure).toBeGreaterThanOrEqual(0);
        expect(more - less, figure).toBeLessThanOrEqual(STEP);
      }
    }),
    { numRuns: 2000 },
  );
});

describe('nobody is singled out by setting figures against each other', () => {
  /** The visitors who stand behind a figure; whoever is in too small a group stands behind none. */
  const behind = (groups: readonly Group[], { cut, cell }: Cell): Group[] =>
    groups.filter((group) => group.visitors >= FEWEST && cellOf(cut, group) === cell);
  const count = (groups: Iterable<Group>) => [...groups].reduce((all, { visitors }) => all + visitors, 0);

  const cuts = fc.constantFrom<Cut>(...cutNames);

  test('whatever is added up of two cuts and taken off, ten people or more remain, or nobody (PP-10.2)', () => {
    fc.assert(
      fc.property(days, cuts, cuts, fc.nat(), fc.nat(), (groups, one, other, these, those) => {
        const figures = figuresOf(groups);
        const some = (cut: Cut, mask: number) =>
          new Set(
            figures
              .filter((figure) => figure.cut === cut)
              .filter((_, place) => (mask >> place) % 2 === 1)
              .flatMap((figure) => behind(groups, figure)),
          );
        const [left, right] = [some(one, these), some(other, those)];
        for (const remain of [left.difference(right), right.difference(left), left.intersection(right)])
          expect(count(remain) === 0 || count(remain) >= FEWEST).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('a group of fewer than ten changes no figure, whether it is there or not', () => {
    fc.assert(
      fc.property(days, (groups) => {
        const many = groups.filter(({ visitors }) => visitors >= FEWEST);
        expect(told(groups)).toEqual(told(many));
      }),
    );
  });

  test('so three people on the only computers cannot be had as all the visitors less those with phones', () => {
    const groups = [
      { page: 'home', device: 'phone', visitors: 60 },
      { page: 'home', device: 'computer', visitors: 3 },
    ] as const;
    expect(Object.fromEntries(told(groups))).toEqual({
      'page home': 55,
      'device phone': 55,
      'page-device home-phone': 55,
    });
  });
});
