import { spawnSync } from 'node:child_process';
import { WrongConfig } from '../config.ts';

/**
 * Words to put before `initdb` and `postgres`. PostgreSQL refuses to run as root, so root gives it a user namespace in
 * which it is user 1000; to the kernel, and to the files, it stays root and needs no system user.
 */
export function runAs(): string {
  if (process.getuid?.() !== 0) return '';

  const namespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
  const { status } = spawnSync(namespace[0] ?? '', [...namespace.slice(1), 'true'], { stdio: 'ignore' });
  if (status !== 0)
    throw new WrongConfig(
      'The embedded PostgreSQL cannot run as root here: start AnyMeeting as an ordinary user, or set DATABASE_URL.',
    );
  return namespace.join(' ');
}
