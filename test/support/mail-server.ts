import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';

export type Received = { from: string; to: string[]; bytes: Buffer };

/** A mail server on this machine that keeps each letter as the bytes that came. */
export async function openMailServer() {
  const arrivals = new EventEmitter();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    async onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      const to = envelope.rcptTo.map(({ address }) => address);
      arrivals.emit('letter', { from, to, bytes: Buffer.concat(chunks) } satisfies Received);
      done();
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const transport = createTransport({ host: '127.0.0.1', port, pool: true, secure: false });

  return {
    /** Hands these bytes in and answers with what came out at the other end. */
    async carry(bytes: Buffer, to: string): Promise<Received> {
      const arriving = once(arrivals, 'letter');
      await transport.sendMail({ envelope: { from: 'hello@anymeeting.example', to }, raw: bytes });
      return (await arriving)[0] as Received;
    },
    async close() {
      transport.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The headers of a letter in their order, unfolded, and its body, as bytes in latin-1. */
export function taken(bytes: Buffer) {
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const headers = text
    .slice(0, end)
    .split(/\r\n(?![ \t])/)
    .map((line) => ({ name: line.slice(0, line.indexOf(':')).toLowerCase(), line }));
  return { headers, body: text.slice(end + 4) };
}
