import { expect, test } from 'vitest';
import { clauses } from '#src/policy/clauses.ts';
import { covered, later } from '../clauses/matrix.ts';
import { BLIND_CENSUS } from '../clauses/mutant.ts';
import { exists, readOne } from './sources.ts';

const rows = Object.entries(covered).map(([id, shown]) => ({ id, ...shown }));
const ids = clauses.map(({ id }) => id);

test('each sentence of the policy is in the clause matrix, or has a reason for coming later', () => {
  expect([...Object.keys(covered), ...Object.keys(later)].toSorted()).toEqual(ids.toSorted());
  for (const reason of Object.values(later)) expect(reason).toMatch(/^[a-z].{15,}$/);
});

test.each(rows)('$id has a test and two faults at least, each of its own', ({ tests, mutants }) => {
  expect(tests.length).toBeGreaterThanOrEqual(1);
  expect(mutants.length).toBeGreaterThanOrEqual(2);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

test.each(rows)('the tests of $id exist, under these names', ({ tests }) => {
  const gone = tests.filter((each) => {
    const [file = '', name = ''] = each.split(' > ');
    return !exists(file) || !["'", '"', '`'].some((quote) => readOne(file).includes(quote + name + quote));
  });
  expect(gone).toEqual([]);
});

test.each(rows)('the faults of $id can be planted: what each replaces stands in its file once', ({ mutants }) => {
  const rotten = [...mutants, BLIND_CENSUS].filter(
    ({ file, find, replace }) => readOne(file).split(find).length !== 2 || find === replace,
  );
  expect(rotten).toEqual([]);
});
