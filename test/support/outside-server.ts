/** A PostgreSQL on a TCP port, as an operator's would be. Prints its address, and ends when its standard input does. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '#src/platform/postgres/server.ts';
import { freePort } from './free-port.ts';

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
process.stdout.write(`postgresql://postgres:outside@127.0.0.1:${port}/postgres\n`);

await once(process.stdin.resume(), 'end');
await server.stop();
rmSync(folder, { recursive: true });
