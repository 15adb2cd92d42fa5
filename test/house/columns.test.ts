import { expect, test } from 'vitest';
import { read } from './sources.ts';

type Column = { model: string; name: string; type: string; line: string };

const models = [...read('prisma/models/*.prisma').values()].flatMap((text) => [
  ...text.matchAll(/^model (\w+) \{\n(.*?)^\}/gms),
]);
const names = models.map((match) => match[1] ?? '');
const columns = models.flatMap(([, model = '', body = '']) => columnsOf(model, body));

test('every column says whether what it holds is personal, and what it is', () => {
  const silent = columns.filter(({ line }) => !/\/\/\/ @(personal\([a-z_]+\)|plain\([^)]+\))/.test(line));
  expect(silent.map(({ model, name }) => `${model}.${name}`)).toEqual([]);
});

test('whatever is personal says at which of the four moments it was collected (PP-02.1)', () => {
  const personal = new Set(columns.filter(({ line }) => line.includes('@personal(')).map(({ model }) => model));
  const marked = columns.filter(({ name, type }) => name === 'collectedVia' && type === 'CollectionPoint');
  expect([...personal.difference(new Set(marked.map(({ model }) => model)))]).toEqual([]);
});

test('every instant is stored with its zone, to the millisecond', () => {
  const bare = columns.filter(({ type, line }) => type === 'DateTime' && !/@db\.(Timestamptz\(3\)|Date\b)/.test(line));
  expect(bare.map(({ model, name }) => `${model}.${name}`)).toEqual([]);
});

function columnsOf(model: string, body: string): Column[] {
  const lines = body.split('\n').filter((line) => /^ {2}\w/.test(line));
  const fields = lines.map((line) => {
    const [name = '', type = ''] = line.trim().split(/\s+/);
    return { model, name, type: type.replace(/[?[\]]/g, ''), line };
  });
  // A relation is no column: its column is the one that holds the key.
  return fields.filter(({ type }) => !names.includes(type));
}
