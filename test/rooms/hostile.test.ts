import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { samplesAbout } from '#test/support/room-samples.ts';
import { eventually, openRoomServer, type RoomServer } from '#test/support/room-server.ts';

let server: RoomServer;

beforeEach(async () => {
  server = await openRoomServer();
});
afterEach(() => server.close());

/** More than the buffers of both ends of a connection hold. */
const LOUD = { people: 20, lines: 10, catchUps: 30 };

test('whoever answers every ping and never reads is put off, and costs the server no memory', async () => {
  const line = await rawLine(server.tokenFor({ name: 'Mallory' }));
  await eventually(() => expect(server.rooms.count().connections).toBe(1));
  say(line, `420${JSON.stringify(['join', samplesAbout('nobody').join])}`);
  await eventually(() => expect(server.rooms.count().people).toBe(1));

  for (let each = 0; each < LOUD.people; each += 1) {
    const guest = await server.enter({ name: `Guest ${each}` });
    for (let sent = 0; sent < LOUD.lines; sent += 1) await guest.get('say', { text: '€'.repeat(1000) });
  }
  for (let sent = 0; sent < LOUD.catchUps; sent += 1) say(line, `420${JSON.stringify(['catch-up', {}])}`);

  await eventually(() => {
    if (line.writable) say(line, '3');
    expect(server.rooms.count().connections).toBe(LOUD.people);
  });
  line.destroy();
});

test('a connection ends when its attendee takes leave of the room, and nobody can hold it open', async () => {
  const line = await rawLine(server.tokenFor({ name: 'Mallory' }));
  await eventually(() => expect(server.rooms.count().connections).toBe(1));

  const closing = new Promise((resolve) => line.on('data', (bytes: Buffer) => bytes[0] === CLOSE && resolve(bytes)));
  say(line, '41');
  await closing;
  line.destroy();
});

/** The first byte of the frame that ends a WebSocket. */
const CLOSE = 0x88;

/** A WebSocket of which nothing is read, with the token shown. */
async function rawLine(token: string): Promise<Socket> {
  const asking = request(`${server.url}/socket.io/?EIO=4&transport=websocket`, {
    headers: {
      'Connection': 'Upgrade',
      'Upgrade': 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    },
  });
  asking.on('error', () => {});
  asking.end();
  const [, line] = (await once(asking, 'upgrade')) as [unknown, Socket];
  line.on('error', () => {});
  say(line, `40${JSON.stringify({ token })}`);
  return line;
}

/** Sends one text frame, masked with zeros. */
function say(line: Socket, text: string): void {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(8);
  head.writeUInt8(0x81, 0);
  head.writeUInt8(0x80 | 126, 1);
  head.writeUInt16BE(payload.length, 2);
  line.write(Buffer.concat([head, payload]));
}
