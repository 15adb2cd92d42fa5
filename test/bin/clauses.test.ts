import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clauses } from '#src/policy/clauses.ts';
import { isNamed, split } from '../../bin/clauses/run-tests.ts';
import { flawsIn, table } from '../../bin/clauses/table.ts';
import { openWorkingCopy } from '../../bin/clauses/working-copy.ts';

const footer = 'views/partials/footer.hbs';
const link = '<a href="/privacy">Privacy Policy</a>';

describe('the copy in which faults are planted', () => {
  test('holds the tree, takes a fault in and out again, and leaves the tree itself alone', () => {
    const copy = openWorkingCopy();
    const read = (folder: string) => readFileSync(join(folder, footer), 'utf8');
    const before = read('.');
    const unplant = copy.plant([{ file: footer, find: link, replace: '' }]);

    expect([read(copy.folder).includes(link), read('.')]).toEqual([false, before]);
    unplant();
    expect(read(copy.folder)).toBe(before);
    copy.remove();
    expect([existsSync(copy.folder), existsSync('node_modules/vitest')]).toEqual([false, true]);
  });

  test.each(['a link that nobody wrote', 'a'])('takes no fault in where its text is not there once: %j', (find) => {
    const copy = openWorkingCopy();
    expect(() => copy.plant([{ file: footer, find, replace: '' }])).toThrow('has to hold this once');
    copy.remove();
  });
});

test('a test is known by its file and by its name, in which a row of a table may be filled in', () => {
  expect(split('test/a.test.ts > a > b')).toEqual({ file: 'test/a.test.ts', name: 'a > b' });
  const reached: [test: string, name: string, is: boolean][] = [
    ['f > is never %s, not (even)', 'a row of Release is never changed, not (even)', true],
    ['f > the compiler refuses: $leak', 'the compiler refuses: log.info(email)', true],
    ['f > is never %s', 'a row is never changed', true],
    ['f > is never changed', 'is never changed by the app', false],
  ];
  for (const [test, name, is] of reached) expect(isNamed(test, name), test).toBe(is);
});

describe('what a run has found', () => {
  const [tests, ids] = [['f > a test'], ['PP-05.1']];
  const found = (mutants: number, killed: number, by = tests) => ({
    clauses: { 'PP-05.1': { tests: by, mutants, killed } },
  });

  test('is whole when a test found every fault, and says what is missing otherwise', () => {
    expect(flawsIn(found(3, 3), ids)).toEqual([]);
    expect(flawsIn(found(3, 2), ids)).toEqual(['PP-05.1: 1 of 3 faults were not found.']);
    expect(flawsIn(found(0, 0), ids)).toEqual(['PP-05.1 has no planted fault.']);
    expect(flawsIn(found(1, 1, []), ids)).toEqual(['PP-05.1 has no test.']);
    expect(flawsIn({ clauses: {} }, ids)).toEqual(['PP-05.1 has no evidence.']);
  });

  test('is told in a line for each sentence, and hides none', () => {
    const lines = table(found(3, 2)).split('\n');
    expect(lines.map((line) => line.slice(0, 8))).toEqual(clauses.map(({ id }) => id.padEnd(8)));
    expect(lines.find((line) => line.startsWith('PP-05.1'))).toContain('1 tests, 2 of 3 faults found');
    expect(lines.find((line) => line.startsWith('PP-09.1'))).toContain('NO EVIDENCE');
    expect(lines.find((line) => line.startsWith('PP-10.1'))).toContain('later: nobody can release');
  });
});
