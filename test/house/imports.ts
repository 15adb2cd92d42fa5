import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { Sources } from './sources.ts';

/** One import: `to` is a path of the repository, or the name of a package as it was written. */
export type Import = { from: string; to: string };

/** Every import of every file, types included: a type that crosses a border is a crossing too. */
export function importsOf(sources: Sources): Import[] {
  return [...sources].flatMap(([from, text]) =>
    specifiers(from, text).map((name) => ({ from, to: resolve(from, name) })),
  );
}

function specifiers(path: string, text: string): string[] {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message ?? ''}`);

  const imported = module.staticImports.map((each) => each.moduleRequest.value);
  const passedOn = module.staticExports.flatMap((each) => each.entries.map((entry) => entry.moduleRequest?.value));
  const called = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].map((match) => match[1]);
  return [...new Set([...imported, ...passedOn, ...called])].filter((name) => name !== undefined);
}

function resolve(from: string, name: string): string {
  if (name.startsWith('.')) return posix.join(posix.dirname(from), name);
  else if (name.startsWith('#')) return name.slice(1);
  else return name;
}

/** Files that import themselves by way of others, each circle once, as the path that leads around it. */
export function circles(imports: Import[]): string[] {
  const next = Map.groupBy(imports, (each) => each.from);
  const done = new Set<string>();
  const found = new Set<string>();

  const walk = (path: string, way: string[]): void => {
    if (way.includes(path)) found.add([...way.slice(way.indexOf(path)), path].join(' > '));
    else if (!done.has(path)) {
      for (const { to } of next.get(path) ?? []) walk(to, [...way, path]);
      done.add(path);
    }
  };

  for (const path of next.keys()) walk(path, []);
  return [...found];
}
