import type { Personal } from './personal.ts';

type Opening = { value: Personal };

/** The row that was put there beforehand, so that the one webinar of a run has something to point at. */
const RELEASE = 1n;

const opened = (value: Personal) => Object.assign(value, { releaseId: RELEASE });

export const release = async (_parts: unknown, _tx: unknown, _rule: string, { value }: Opening) => opened(value);
export const releaseAll = async (_parts: unknown, _tx: unknown, _rule: string, openings: Opening[]) =>
  openings.map(({ value }) => opened(value));
export const releasedBefore = (_rule: string, value: Personal) => value;
export const showOwn = (value: Personal) => value;
export const keepHere = (_rule: string, value: Personal) => value;
export const compute = <Result>(_rule: string, { value }: Personal, work: (value: unknown) => Result): Result =>
  work(value);
export const look = async (_parts: unknown, _tx: unknown, values: Personal[]) => values;
