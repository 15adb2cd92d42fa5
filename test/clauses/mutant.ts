/** One place in the product, and what stands there instead while the tests run. */
export type Fault = { file: string; find: string; replace: string };

/** What kind of rule was broken, as people read it. */
export type FaultKind =
  | 'rule dropped'
  | 'trigger dropped'
  | 'constraint dropped'
  | 'check skipped'
  | 'field widened'
  | 'type widened'
  | 'default ticked'
  | 'record skipped'
  | 'part removed'
  | 'order changed';

/** A fault that breaks one clause. A test of that clause has to fail while it is planted. */
export type Mutant = Fault & { name: string; kind: FaultKind };

/** What shows that a clause is kept: tests as `file > name`, the name as it stands in the file, and the faults they find. */
export type Shown = { tests: string[]; mutants: Mutant[] };

type Planting = [kind: FaultKind, name: string, find: string, replace: string];

/** Faults in one file, a line or two each. */
export const faultsIn = (file: string, ...plantings: Planting[]): Mutant[] =>
  plantings.map(([kind, name, find, replace]) => ({ kind, name, file, find, replace }));

/** Tests of one file. */
export const testsIn = (file: string, ...names: string[]): string[] => names.map((name) => `${file} > ${name}`);

/** The census of guards, made to see nothing. */
export const BLIND_CENSUS: Fault = {
  file: 'src/platform/guard-census.ts',
  find: 'if (difference !== undefined) throw',
  replace: 'if (difference === guardsFile) throw',
};
