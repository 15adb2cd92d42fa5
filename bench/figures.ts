/** One comparison in one unit, measured as interleaved pairs. */
export type Row = {
  name: string;
  unit: string;
  pairs: Pair[];
  /** The ratio of ours to the baseline may be at most, or at least, this. */
  gate: { at: 'most' | 'least'; ratio: number };
  /** Why the row proves nothing, when it does not. */
  invalid?: string | undefined;
  /** What a reader has to know beside the figures. */
  remarks: string[];
};

export type Pair = { ours: number; baseline: number };

export type Verdict = { ours: number; baseline: number; ratio: number; spread: number; holds: boolean };

/**
 * The median of the pairs' ratios and their spread, which is the median distance from it. The median alone decides: a
 * gate that gives way to noise would hold best on the worst machine.
 */
export function judge({ pairs, gate, invalid }: Row): Verdict {
  const ratios = pairs.map(({ ours, baseline }) => ours / baseline);
  const ratio = median(ratios);
  const spread = median(ratios.map((each) => Math.abs(each - ratio)));
  const beyond = gate.at === 'most' ? ratio - gate.ratio : gate.ratio - ratio;

  return {
    ours: median(pairs.map(({ ours }) => ours)),
    baseline: median(pairs.map(({ baseline }) => baseline)),
    ratio,
    spread,
    holds: invalid === undefined && pairs.length > 0 && beyond <= 0,
  };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** The smallest value that at least this share of all values do not exceed. */
export function percentile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN;
}

/** `name ours baseline ratio gate`, then how far the ratio spreads and whether the gate holds. */
export function table(rows: Row[]): string {
  const lines = [['name', 'ours', 'baseline', 'ratio', 'gate', 'spread', 'pairs', 'holds'], ...rows.map(cells)];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => align(cell, column, widths))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells(row: Row): string[] {
  const { ours, baseline, ratio, spread, holds } = judge(row);
  const sign = row.gate.at === 'most' ? '<=' : '>=';
  return [
    row.name,
    `${written(ours)} ${row.unit}`,
    `${written(baseline)} ${row.unit}`,
    ratio.toFixed(3),
    `${sign} ${row.gate.ratio.toFixed(2)}`,
    `±${spread.toFixed(3)}`,
    String(row.pairs.length),
    row.invalid === undefined ? (holds ? 'yes' : 'NO') : 'INVALID',
  ];
}

const written = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2));

const align = (cell: string, column: number, widths: number[]) =>
  column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
