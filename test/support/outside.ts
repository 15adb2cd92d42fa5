import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '#src/platform/postgres/server.ts';
import { freePort } from './free-port.ts';

/** A PostgreSQL on a TCP port, as an operator's would be, in which nothing survives the end. */
export async function openOutsideServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-outside-'));
  const port = await freePort();
  const server = await startServer(folder, {
    password: 'outside',
    settings: [
      'listen_addresses=127.0.0.1',
      `port=${port}`,
      'fsync=off',
      'synchronous_commit=off',
      'autovacuum=off',
      'max_connections=200',
    ],
  });
  return {
    url: `postgresql://postgres:outside@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
