import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RequestName, requests } from '#src/protocol/room-messages.ts';
import { samplesAbout } from '#test/support/room-samples.ts';
import { type Line, openRoomServer, type RoomServer } from '#test/support/room-server.ts';

let server: RoomServer;
let ada: Line;

beforeAll(async () => {
  server = await openRoomServer();
  ada = await server.enter({ name: 'Ada', role: 'host', id: 'ada' });
  await server.enter({ name: 'Chloé', id: 'chloe' });
});
afterAll(() => server.close());

const names = Object.keys(requests) as RequestName[];
const samples = samplesAbout('chloe');

/** The room without what passes by itself: times, versions, and who is sending us rubbish. */
async function roomNow() {
  const { now: _now, version: _version, ...room } = await ada.snapshot();
  const kept = room.people?.filter(({ name }) => name !== 'Mallory');
  return { ...room, count: kept?.length, people: kept };
}

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(undefined, Number.MAX_SAFE_INTEGER, '', '\u0000', 'constructor', '__proto__', [], [[]]),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 2000 }),
);

/** What JSON makes of it on the way: keys without a value are left out. */
const asSent = (input: unknown): unknown => JSON.parse(JSON.stringify(input ?? null));

/** The client copies whatever has bytes in it, and loses a key by which the copy would get another prototype. */
const reachesUs = ([key, value]: [string, unknown]): boolean => key !== '__proto__' || !Buffer.isBuffer(value);

/** A well-formed message with one thing wrong, or something else altogether; never one that the schema takes. */
const wrongInput = (name: RequestName) =>
  fc
    .oneof(
      junk,
      fc
        .tuple(fc.string(), junk)
        .filter(reachesUs)
        .map(([key, value]) => ({ ...samples[name], [key]: value })),
      ...Object.keys(samples[name]).map((key) => junk.map((value) => ({ ...samples[name], [key]: value }))),
      ...Object.keys(samples[name]).map((key) =>
        fc.constant(Object.fromEntries(Object.entries(samples[name]).filter(([each]) => each !== key))),
      ),
    )
    .filter((input) => ![input, asSent(input)].some((each) => requests[name].safeParse(each).success));

for (const role of ['host', 'attendee'] as const) {
  test(`nothing malformed that a page with the rights of ${role === 'host' ? 'a host' : 'an attendee'} sends changes the room`, async () => {
    const before = await roomNow();

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names).chain((name) => fc.tuple(fc.constant(name), wrongInput(name))),
        async ([name, input]) => {
          const mallory = await server.connect({ name: 'Mallory', role });
          expect(await mallory.raw(name, input)).toMatchObject({ ok: false, code: 'invalid' });
          await mallory.join();
          expect(await mallory.raw(name, input)).toMatchObject({ ok: false, code: 'invalid' });
          await mallory.get('leave', {});
          mallory.socket.disconnect();
        },
      ),
      { numRuns: 150 },
    );
    expect(await roomNow()).toEqual(before);
  });
}

test('unknown names, extra arguments and messages that want no answer change nothing', async () => {
  const before = await roomNow();
  const mallory = await server.enter({ name: 'Mallory' });

  for (const name of [
    'constructor',
    '__proto__',
    'toString',
    'error',
    'hasOwnProperty',
    'changes',
    'goodbye',
    '',
    'JOIN',
  ]) {
    expect(await mallory.raw(name, {})).toMatchObject({ ok: false, code: 'not-found' });
  }
  expect(await mallory.raw('say', { text: 'One' }, { text: 'Two' })).toMatchObject({ ok: false, code: 'invalid' });
  expect(await mallory.raw('raise-hand')).toMatchObject({ ok: false, code: 'invalid' });
  for (const name of ['promote', 'go-live', 'end', 'nothing']) mallory.socket.emit(name, samples.promote);
  mallory.socket.emit('say', 'not an object', 7);

  await mallory.get('leave', {});
  expect(await roomNow()).toEqual(before);
});

test('frames that are no messages at all end their own connection at most', async () => {
  const before = await roomNow();
  const token = JSON.stringify({ token: server.tokenFor({ name: 'Mallory' }) });
  const frames = [
    '',
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    'x',
    '42',
    '42{}',
    '42[]',
    '42[7,{}]',
    '420[7,{}]',
    '42[null]',
    '42[["join"],{}]',
    '42["connect",{}]',
    '42["disconnect"]',
    '42["newListener",{}]',
    '43["forged"]',
    '430["forged"]',
    '45-["say"]',
    '451-["say",{"_placeholder":true,"num":0}]',
    '451-["say",{"_placeholder":true,"num":-1}]',
    '459999999-["say"]',
    '42/other,["join",{}]',
    '40/other,{}',
    '41',
    '44{"message":"no"}',
    '42["join",{"__proto__":{"admin":true}}]',
    '4[[[[[[[[[[',
  ];

  for (const frame of frames) await sendRaw(token, frame);
  expect(await roomNow()).toEqual(before);
});

/** Opens a connection by hand, sends one frame, and hangs up when the server has read it. */
async function sendRaw(token: string, frame: string): Promise<void> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
  socket.addEventListener('message', (event) => {
    const data = String(event.data);
    if (data.startsWith('0')) {
      socket.send(`40${token}`);
    } else if (data.startsWith('40')) {
      socket.send(frame);
      socket.send(Buffer.from([1, 2, 3]));
      socket.send('4299["view",{}]');
    } else if (data.startsWith('4399')) {
      socket.close();
    }
  });
  await closed;
}
