import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions, compareWords } from '#src/policy/compare-versions.ts';

const text = (sentences: Record<string, string>, allowed: string[] = []) => ({
  clauses: Object.entries(sentences).map(([id, sentence]) => ({ id, sentence })),
  houseRules: [],
  allowed,
});

test('a sentence that changed is told word by word', () => {
  const before = text({ 'PP-01.1': 'We never sell your name.', 'PP-01.2': 'This stays.' });
  const after = text({ 'PP-01.1': 'We never sell or lend your name.', 'PP-01.2': 'This stays.' });

  expect(compareVersions(before, after).changed).toEqual([
    {
      id: 'PP-01.1',
      words: [
        { kind: 'same', text: 'We never sell' },
        { kind: 'added', text: 'or lend' },
        { kind: 'same', text: 'your name.' },
      ],
    },
  ]);
});

test('sentences and combinations that only one version has are told apart', () => {
  const before = text({ 'PP-01.1': 'Gone.' }, ['a', 'b']);
  const after = text({ 'PP-01.2': 'New.' }, ['b', 'c']);

  expect(compareVersions(before, after)).toEqual({
    changed: [],
    added: [{ id: 'PP-01.2', sentence: 'New.' }],
    removed: [{ id: 'PP-01.1', sentence: 'Gone.' }],
    allowedNew: ['c'],
    allowedNoMore: ['a'],
  });
});

test('whatever the words are, leaving out what came gives the old text and leaving out what went gives the new one', () => {
  const sentence = array(constantFrom('we', 'you', 'never', 'sell', 'data'), { minLength: 1, maxLength: 12 });
  assert(
    property(sentence, sentence, (one, other) => {
      const [before, after] = [one.join(' '), other.join(' ')];
      const words = compareWords(before, after);
      const without = (kind: string) =>
        words
          .filter((each) => each.kind !== kind)
          .map(({ text }) => text)
          .join(' ');

      expect(without('added')).toBe(before);
      expect(without('removed')).toBe(after);
    }),
  );
});
