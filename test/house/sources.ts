import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Files of the repository with their text, by path from its root. */
export type Sources = ReadonlyMap<string, string>;

const MADE_BY_A_TOOL = /^src\/platform\/generated\//;

/** Reads what the patterns name, without what a tool writes. */
export function read(...patterns: string[]): Sources {
  const paths = globSync(patterns, { cwd: root }).filter((path) => !MADE_BY_A_TOOL.test(path));
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

export const readOne = (path: string): string => readFileSync(join(root, path), 'utf8');

export const exists = (path: string): boolean => existsSync(join(root, path));

/** `path:line` of every match, to click on. */
export function places(sources: Sources, pattern: RegExp): string[] {
  return [...sources].flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}
