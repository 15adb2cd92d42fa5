import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A mail server that takes everything and keeps nothing but a count. It answers as fast as it can hear. */
export type SinkHello = { url: string; port: number };
export type SinkCount = { letters: number; bytes: number };

const END_OF_LETTER = Buffer.from('\r\n.\r\n');
const END_OF_LINE = Buffer.from('\r\n');
const ANSWERS: Record<string, string> = {
  EHLO: '250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n',
  DATA: '354 go on\r\n',
  END: '250 2.0.0 taken\r\n',
};
const count: SinkCount = { letters: 0, bytes: 0 };

const server = createServer({ noDelay: true }, converse).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
process.send?.({ url: `smtp://127.0.0.1:${port}`, port } satisfies SinkHello);
process.on('message', (task: { count?: true }) => {
  if (task.count === true) process.send?.(count);
});
process.on('disconnect', () => process.exit());

function converse(socket: Socket): void {
  let rest = Buffer.alloc(0);
  let inLetter = false;

  /** What to say to the next whole line or letter; nothing while it is not whole. */
  function answer(): string | undefined {
    const mark = inLetter ? END_OF_LETTER : END_OF_LINE;
    const end = rest.indexOf(mark);
    if (end < 0) return undefined;
    const verb = inLetter ? 'END' : rest.toString('latin1', 0, 4).toUpperCase();
    if (inLetter) count.letters += 1;
    inLetter = verb === 'DATA';
    rest = rest.subarray(end + mark.length);
    return ANSWERS[verb] ?? '250 ok\r\n';
  }

  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    count.bytes += chunk.length;
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let said = '';
    for (let next = answer(); next !== undefined; next = answer()) said += next;
    if (said !== '') socket.write(said);
  });
  socket.write('220 sink\r\n');
}
