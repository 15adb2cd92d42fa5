import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GiveUp, root } from './steps.mjs';

/** The same status with which the server itself refuses. */
const IN_USE = 3;

/**
 * Refuses at once when a server already has this DATA_DIR, before anything is installed or built under its feet. It only
 * looks at who holds the lock; taking it, which decides, is left to the server (src/platform/postgres/keeper.sh).
 */
export function refuseIfHeld(env) {
  if (env.DATABASE_URL) return;

  const folder = join(resolve(root, env.DATA_DIR || './data'), 'postgres');
  const [pid, since] = holder(folder);
  if (isLocked(join(folder, 'app.lock')) && isAlive(Number(pid))) {
    throw new GiveUp(`DATA_DIR is in use: process ${pid} has had the database in ${folder} since ${since}.`, IN_USE);
  }
}

function holder(folder) {
  const file = join(folder, 'holder');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
}

/** Linux lists every lock with the number of its file. Elsewhere the server finds out a moment later. */
function isLocked(file) {
  if (!existsSync(file) || !existsSync('/proc/locks')) return false;
  const { ino } = statSync(file);
  return readFileSync('/proc/locks', 'utf8')
    .split('\n')
    .some((line) => line.includes(' FLOCK ') && line.includes(`:${ino} `));
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
