import type { Combination } from './catalogue.ts';

/** A run of words: in both texts, or in one of them. */
export type Words = { kind: 'same' | 'added' | 'removed'; text: string };

type Sentence = { id: string; sentence: string };
type Text = { clauses: readonly Sentence[]; houseRules: readonly Sentence[]; allowed: Iterable<Combination> };

/** What one text has that the other has not: its sentences, and what its rules allow. */
export type Comparison = {
  changed: { id: string; words: Words[] }[];
  added: Sentence[];
  removed: Sentence[];
  /** Combinations that only the later one allows: if there are any, it widens. */
  allowedNew: Combination[];
  allowedNoMore: Combination[];
};

/** Compares two texts, the earlier one first. Sentences are told apart by their number, house rules among them. */
export function compareVersions(before: Text, after: Text): Comparison {
  const [old, fresh] = [sentencesOf(before), sentencesOf(after)];
  const [was, is] = [new Set(before.allowed), new Set(after.allowed)];

  return {
    changed: [...fresh].flatMap(([id, sentence]) => {
      const previous = old.get(id);
      return previous === undefined || previous === sentence ? [] : [{ id, words: compareWords(previous, sentence) }];
    }),
    added: onlyIn(fresh, old),
    removed: onlyIn(old, fresh),
    allowedNew: [...is.difference(was)].toSorted(),
    allowedNoMore: [...was.difference(is)].toSorted(),
  };
}

/** Whether two texts say and allow the same. */
export const isSame = ({ changed, added, removed, allowedNew, allowedNoMore }: Comparison): boolean =>
  [changed, added, removed, allowedNew, allowedNoMore].every((list) => list.length === 0);

const sentencesOf = ({ clauses, houseRules }: Text) =>
  new Map([...clauses, ...houseRules].map(({ id, sentence }) => [id, sentence]));

const onlyIn = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): Sentence[] =>
  [...one].filter(([id]) => !other.has(id)).map(([id, sentence]) => ({ id, sentence }));

/** Which words went and which came, around those that stayed: the longest that both have in the same order. */
export function compareWords(before: string, after: string): Words[] {
  const [old, fresh] = [before.split(' '), after.split(' ')];
  const common = commonLengths(old, fresh);
  const runs: Words[] = [];
  let [at, to] = [0, 0];

  while (at < old.length || to < fresh.length) {
    if (at < old.length && to < fresh.length && old[at] === fresh[to]) {
      append(runs, 'same', old[at]);
      at++;
      to++;
    } else if (to === fresh.length || (at < old.length && (common[at + 1]?.[to] ?? 0) >= (common[at]?.[to + 1] ?? 0))) {
      append(runs, 'removed', old[at++]);
    } else {
      append(runs, 'added', fresh[to++]);
    }
  }
  return runs;
}

/** How many words the rests of both have in common from each pair of places on. */
function commonLengths(old: readonly string[], fresh: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => [...fresh, ''].map(() => 0));
  for (let at = old.length - 1; at >= 0; at--)
    for (let to = fresh.length - 1; to >= 0; to--) {
      const [here, below] = [lengths[at] as number[], lengths[at + 1] as number[]];
      here[to] = old[at] === fresh[to] ? 1 + (below[to + 1] ?? 0) : Math.max(below[to] ?? 0, here[to + 1] ?? 0);
    }
  return lengths;
}

function append(runs: Words[], kind: Words['kind'], word = ''): void {
  const last = runs.at(-1);
  if (last?.kind === kind) last.text += ` ${word}`;
  else runs.push({ kind, text: word });
}
