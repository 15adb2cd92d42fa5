import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server that reads every letter to its end and keeps nothing but a count. */
export type SinkHello = { url: string; port: number };
export type SinkCount = { letters: number };

let letters = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData(stream, _session, done) {
    stream.once('end', () => {
      letters += 1;
      done();
    });
    stream.resume();
  },
});
// Whoever is done hangs up, some without a word.
server.on('error', () => {});
const listener = server.listen(0, '127.0.0.1');
await once(listener, 'listening');
const { port } = listener.address() as AddressInfo;
process.send?.({ url: `smtp://127.0.0.1:${port}`, port } satisfies SinkHello);
process.on('message', (task: { count?: true }) => {
  if (task.count === true) process.send?.({ letters } satisfies SinkCount);
});
process.on('disconnect', () => process.exit());
