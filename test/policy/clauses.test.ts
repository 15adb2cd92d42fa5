import { expect, test } from 'vitest';
import { clauses, kindWords } from '#src/policy/clauses.ts';

/** Every clause the policy has to state, and its kind. P promise, M permission, F fact, D acceptance, R way to act, X meaning. */
const REQUIRED: [id: string, kind: string][] = [
  ['PP-00.1', 'X'],
  ['PP-01.1', 'D'],
  ['PP-01.2', 'P'],
  ['PP-01.3', 'D'],
  ['PP-02.1', 'M'],
  ['PP-02.2', 'P'],
  ['PP-02.3', 'M'],
  ['PP-02.4', 'F'],
  ['PP-02.5', 'F'],
  ['PP-02.6', 'R'],
  ['PP-03.0', 'M'],
  ['PP-03.1', 'M'],
  ['PP-03.2', 'M'],
  ['PP-03.3', 'M'],
  ['PP-03.4', 'M'],
  ['PP-03.5', 'M'],
  ['PP-03.6', 'M'],
  ['PP-04.1', 'X'],
  ['PP-04.2', 'F'],
  ['PP-05.1', 'P'],
  ['PP-06.1', 'M'],
  ['PP-06.2', 'P'],
  ['PP-07.1', 'X'],
  ['PP-07.2', 'F'],
  ['PP-07.3', 'M'],
  ['PP-07.4', 'P'],
  ['PP-07.5', 'F'],
  ['PP-07.6', 'M'],
  ['PP-08.1', 'M'],
  ['PP-08.2', 'P'],
  ['PP-09.1', 'P'],
  ['PP-09.2', 'P'],
  ['PP-09.3', 'P/M'],
  ['PP-10.1', 'M'],
  ['PP-10.2', 'M'],
  ['PP-11.1', 'M'],
  ['PP-11.2', 'F'],
  ['PP-11.3', 'X'],
  ['PP-11.4', 'P'],
  ['PP-12.1', 'P'],
  ['PP-12.2', 'P'],
  ['PP-12.3', 'R/P'],
  ['PP-13.1', 'P'],
  ['PP-13.2', 'P'],
  ['PP-14.1', 'D'],
  ['PP-15.1', 'P'],
  ['PP-16.1', 'R'],
  ['PP-16.2', 'R'],
  ['PP-16.3', 'F'],
];

test('every clause has a sentence, no sentence lacks a clause, and they stand in order', () => {
  expect(clauses.map(({ id, kind }) => [id, kind])).toEqual(REQUIRED);
});

test('sentences are whole, differ, and never raise their voice', () => {
  expect(new Set(clauses.map(({ sentence }) => sentence)).size).toBe(clauses.length);
  for (const { sentence } of clauses) {
    expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
    expect(sentence).not.toMatch(/!|please note/i);
  }
});

test('a heading gathers neighbours only, so that none is shown twice', () => {
  const turns = clauses.filter(({ group }, place) => clauses[place - 1]?.group !== group).map(({ group }) => group);
  expect(new Set(turns).size).toBe(turns.length);
});

test('every kind has a word for readers', () => {
  for (const { kind } of clauses) expect(kindWords[kind]).toMatch(/^[a-z ]+$/);
});
