import { describe, expect, test } from 'vitest';
import { TIMED } from '#src/jobs.ts';
import { type HeldColumn, held } from '#src/policy/held.ts';
import { ends, retention } from '#src/policy/retention.ts';
import { read } from './sources.ts';

const models = [...read('prisma/models/*.prisma').values()].flatMap((text) => [
  ...text.matchAll(/^model (\w+) \{\n(.*?)^\}/gms),
]);
/** Every column that is tagged as personal, with what the tag says of it. */
const tagged = models.flatMap(([, model = '', body = '']) =>
  Array.from(
    body.matchAll(/^ {2}(\w+)[^\n]*\/\/\/ @personal\((\w+)\)/gm),
    ([, column, category]) => [`${model}.${column}`, category] as const,
  ),
);

test('whatever is personal in a table can be seen on My Profile, or says why not (PP-12.3)', () => {
  expect(Object.keys(held).toSorted()).toEqual(tagged.map(([column]) => column).toSorted());
});

test('the form and the table mean the same kind of information', () => {
  const said = Object.entries(held).map(([column, { category }]) => [column, category]);
  expect(said.toSorted()).toEqual(tagged.toSorted().map(([column, category]) => [column, category]));
});

test('registering fills four fields, and whatever else can be filled in is optional (PP-02.2, PP-02.3)', () => {
  const required = Object.entries(held).filter(([, each]) => each.how === 'edit' && each.required);
  // How somebody heard of us is asked when they register, and forgotten after two years.
  const asked = ['Person.name', 'Person.email', 'Person.timeZone'];
  // How the pages look is asked of nobody: it begins as the machine has it.
  expect(required.map(([column]) => column)).toEqual([...asked, 'Person.theme']);
});

describe('how it ends', () => {
  const columns = Object.keys(ends) as HeldColumn[];

  test('whatever is personal in a table has an end, and one only', () => {
    expect(columns.toSorted()).toEqual(tagged.map(([column]) => column).toSorted());
  });

  test('it is a job that the clock starts, or a form that somebody sends', () => {
    const forms = [...read('src/**/routes.ts').values()].join('\n');
    const unknown = columns.filter((column) => {
      const end = ends[column];
      return 'job' in end ? TIMED[end.job] === undefined : !forms.includes(`method: 'POST',\n    path: '${end.form}'`);
    });
    expect(unknown).toEqual([]);
  });

  test('what is kept in one way only ends as the row of its kind says', () => {
    for (const category of new Set(columns.map((column) => held[column].category))) {
      const words = new Set(
        columns.filter((column) => held[column].category === category).map((each) => ends[each].words),
      );
      if (words.size === 1) expect([...words], category).toEqual([retention[category].words]);
    }
  });

  test('a kind of which nothing is stored has no column', () => {
    const kinds = columns.map((column) => held[column].category);
    expect(kinds.filter((category) => retention[category].days === 'none')).toEqual([]);
  });
});
