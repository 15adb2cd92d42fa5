import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WrongConfig } from '../config.ts';

/** A Unix socket address holds 107 bytes and the end of string; PostgreSQL adds this file name to the folder. */
const SOCKET_ADDRESS_BYTES = 107;
const SOCKET_FILE = '/.s.PGSQL.5432';

/** A folder that nobody else can read. Refuses one that somebody else made. */
export function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(path);
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0) {
    throw new WrongConfig(
      `${path} belongs to somebody else or is writable by others, so the database cannot be kept there.`,
    );
  }
  return path;
}

/** Where the server's socket lies: beside its data, or, when that path is too long for a socket, in a short folder of our own. */
export function socketFolder(dataFolder: string): string {
  const beside = join(dataFolder, 'socket');
  if (Buffer.byteLength(beside + SOCKET_FILE) <= SOCKET_ADDRESS_BYTES) {
    return privateFolder(beside);
  } else {
    const key = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12);
    return privateFolder(join(tmpdir(), `anymeeting-${process.getuid?.() ?? 'me'}-${key}`));
  }
}
