/** A PostgreSQL on a TCP port. Prints its address, and ends when its standard input does. */
import { once } from 'node:events';
import { openOutsideServer } from './outside.ts';

const { url, stop } = await openOutsideServer();
process.stdout.write(`${url}\n`);

await once(process.stdin.resume(), 'end');
await stop();
