import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { readConfig } from '#src/platform/config.ts';
import { openEgress } from '#src/platform/egress.ts';
import { openLog } from '#src/platform/log.ts';
import { Released } from '#src/platform/personal.ts';
import { openCarrier } from '#src/platform/smtp.ts';

/** What may leave is told in the tests of the way out. */
const egress = openEgress({ log: openLog('silent'), mayGo: async () => true });
export const always = () => true;

/** What the test that runs has opened. */
export const closing: (() => unknown)[] = [];

export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).toReversed()) await close();
}

/** Greets a relay as the product does. */
export const greeting = (url: string) => openCarrier(readConfig({}), url, egress);

export async function carrierTo(url: string) {
  const carrier = await greeting(url);
  closing.push(() => carrier.close());
  return carrier;
}

export const letter = (text: string, to = 'ada@anymeeting.example') => ({
  to: Released.make('us', to, { about: 'ada', to: 'us' }),
  bytes: Buffer.from(`Subject: Words\r\n\r\n${text}`, 'latin1'),
});

/** A relay that speaks as told, and what was said to it, piece by piece. */
export async function relayThat(
  speak: (line: string, socket: Socket) => string | undefined,
  abilities = ['PIPELINING'],
) {
  const said: string[] = [];
  const server = createServer((socket) => {
    let inData = false;
    const hear = (line: string) => {
      const answer = speak(line, socket) ?? usual(line);
      inData = line === 'DATA' && answer.startsWith('3');
      if (answer !== '') socket.write(`${answer}\r\n`);
    };
    socket.on('error', () => {}).write('220 relay.example ready\r\n');
    socket.on('data', (chunk) => {
      said.push(String(chunk));
      for (const line of String(chunk).split('\r\n').slice(0, -1))
        if (!inData) hear(line);
        else if (line === '.') hear('END');
    });
    closing.push(() => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const usual = (line: string) => {
    if (line.startsWith('EHLO')) return ['relay.example', ...abilities].map(nth).join('\r\n');
    else return line === 'DATA' ? '354 go on' : '250 ok';
  };
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, said };
}
const nth = (line: string, index: number, all: string[]) => `250${index === all.length - 1 ? ' ' : '-'}${line}`;
