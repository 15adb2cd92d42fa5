import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readConfig } from '#src/platform/config.ts';
import { hostAndPort, NoWayOut, openEgress } from '#src/platform/egress.ts';
import { openInbox } from '#src/platform/inbox.ts';
import { openLog } from '#src/platform/log.ts';
import { Released } from '#src/platform/personal.ts';
import { openCarrier } from '#src/platform/smtp.ts';

const letter = {
  to: Released.make('processor', 'ada@anymeeting.example', { about: 'ada', to: 'sendwell' }),
  bytes: Buffer.from('Subject: Confirm your address\r\n\r\nPress the button\r\n'),
};
const carrierTo = (url: string) => openCarrier(readConfig({ SMTP_URL: url }), url, egress());

let elsewhere: Server;
let port: number;
const arrived: Socket[] = [];
beforeAll(async () => {
  elsewhere = createServer((socket) => arrived.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  ({ port } = elsewhere.address() as AddressInfo);
});
afterAll(() => {
  for (const socket of arrived) socket.destroy();
  elsewhere.close();
});

let register: Set<string>;
let logged: string[];
beforeEach(() => {
  register = new Set();
  logged = [];
  arrived.splice(0);
});
const egress = () =>
  openEgress({
    log: openLog('info', { write: (line) => void logged.push(line) }),
    mayGo: async (place) => register.has(place),
  });
const target = () => ({ host: '127.0.0.1', port, timeoutMs: 5_000 });

test('a place that is not in the register is not spoken to, and an alarm names it', async () => {
  await expect(egress().connect(target())).rejects.toThrow(NoWayOut);

  expect(arrived).toEqual([]);
  expect(logged.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 50, msg: 'egress.refused', place: `127.0.0.1:${port}` },
  ]);
});

test('the register is asked anew for every connection', async () => {
  const out = egress();
  register.add(`127.0.0.1:${port}`);
  const socket = await out.connect(target());
  socket.destroy();

  register.clear();
  await expect(out.connect(target())).rejects.toThrow(NoWayOut);
});

test('another port of the same host is another place', async () => {
  register.add(`127.0.0.1:${port + 1}`).add('127.0.0.1');
  await expect(egress().connect(target())).rejects.toThrow(NoWayOut);
});

test('a place where nobody answers is an error for whoever asked, and no alarm', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port: closed } = gone.address() as AddressInfo;
  await new Promise((done) => gone.close(done));
  register.add(`127.0.0.1:${closed}`);

  await expect(egress().connect({ ...target(), port: closed })).rejects.toThrow('ECONNREFUSED');
  expect(logged).toEqual([]);
});

test('letters leave by it: once their relay is out of the register the next connection is refused', async () => {
  const relay = await openInbox();
  await expect(carrierTo(relay.url)).rejects.toThrow('No live agreement');

  register.add(hostAndPort(relay.url));
  const carrier = await carrierTo(relay.url);
  expect(await carrier.hand(letter, () => true)).toMatchObject({ verdict: 'taken' });
  expect(relay.letters()).toHaveLength(1);
  carrier.close();
  await relay.close();
});

test.each(['smtp', 'smtps'])('what leaves by %s is still encrypted where the relay can', async (scheme) => {
  const received: string[] = [];
  const relay = new SMTPServer({
    secure: scheme === 'smtps',
    authOptional: true,
    onData: (stream, _session, done) => void stream.on('data', (chunk) => received.push(String(chunk))).on('end', done),
  });
  relay.on('error', () => {});
  relay.listen(0, '127.0.0.1');
  await once(relay.server, 'listening');
  const url = `${scheme}://127.0.0.1:${(relay.server.address() as AddressInfo).port}`;
  register.add(hostAndPort(url));

  // Nobody vouches for the certificate of this relay. That it is looked at shows that TLS was spoken.
  await expect(carrierTo(url)).rejects.toThrow(/certificate/i);
  expect(received).toEqual([]);
  await new Promise<void>((done) => relay.close(done));
});

test.each([
  ['smtp://smtp.example.org', 'smtp.example.org:587'],
  ['smtps://smtp.example.org', 'smtp.example.org:465'],
  ['smtp://me:secret@SMTP.Example.org:2525', 'smtp.example.org:2525'],
  ['smtp://[::1]:25', '[::1]:25'],
])('%s is reached at %s', (url, place) => {
  expect(hostAndPort(url)).toBe(place);
});
