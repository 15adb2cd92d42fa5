import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Fault } from '#test/clauses/mutant.ts';

export const root = join(import.meta.dirname, '../..');

/** What git leaves out and the tests need: one for all copies, and never planted with anything. */
const SHARED = ['node_modules', 'public/build', 'src/platform/generated'];

/** A copy of the whole tree as it stands, in which faults are planted. */
export type WorkingCopy = {
  folder: string;
  /** Puts the faults in; what it returns takes them out again. Throws where the text to be found is not there once. */
  plant(faults: readonly Fault[]): () => void;
  remove(): void;
};

export function openWorkingCopy(): WorkingCopy {
  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-clauses-'));
  for (const path of filesOfTree()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(root, path), join(folder, path));
  }
  for (const path of SHARED) symlinkSync(join(root, path), join(folder, path));

  return {
    folder,
    plant(faults) {
      const files = [...new Set(faults.map(({ file }) => join(folder, file)))];
      const before = files.map((file) => [file, readFileSync(file, 'utf8')] as const);
      for (const fault of faults) plantOne(folder, fault);
      return () => {
        for (const [file, text] of before) writeFileSync(file, text);
      };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Everything under version control or about to be, apart from what has been deleted. */
function filesOfTree(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}

function plantOne(folder: string, { file, find, replace }: Fault): void {
  const text = readFileSync(join(folder, file), 'utf8');
  const [before = '', after, ...more] = text.split(find);
  if (after === undefined || more.length > 0) throw new Error(`${file} has to hold this once: ${find}`);
  writeFileSync(join(folder, file), `${before}${replace}${after}`);
}
