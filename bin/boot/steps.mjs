import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Reached a point that only a person can get past. The message is all they see, and the status what a script sees. */
export class GiveUp extends Error {
  constructor(message, status = 1) {
    super(message);
    this.status = status;
  }
}

export const say = (text) => process.stdout.write(`${text}\n`);

/** Runs one step and prints its name, its outcome and its time. `work` returns the outcome in a few words and, where there is one, a value. */
export async function step(name, work) {
  const from = performance.now();
  const { did, value } = await work();
  say(`${name.padEnd(16)}${did.padEnd(44)}${seconds(performance.now() - from)}`);
  return value;
}

const seconds = (ms) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`).padStart(8);

const stampFile = (name) => join(root, 'node_modules', '.cache', 'anymeeting', name);

/** Whether a step was last done for these very inputs. */
export function isStamped(name, hash) {
  try {
    return readFileSync(stampFile(name), 'utf8') === hash;
  } catch {
    return false;
  }
}

/** Remembers what a step was done for. Where that cannot be written, the step looks again the next time. */
export function stamp(name, hash) {
  try {
    mkdirSync(dirname(stampFile(name)), { recursive: true });
    writeFileSync(stampFile(name), hash);
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
  }
}

/** One hash of the contents and names of files and of all files in folders, relative to the root; what is not there counts as not there. */
export function hashOf(...paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesIn(join(root, path))) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

function filesIn(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesIn(join(path, name)));
}
