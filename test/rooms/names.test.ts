import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { releasedBefore, showOwn } from '#src/gateway/release.ts';
import { mayHear } from '#src/rooms/rules.ts';
import { namesInMemory, sealedName } from '#test/support/open-names.ts';
import { Browser, openTestRoom, type TestRoom, tick } from '#test/support/room-in-memory.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const live = (names = namesInMemory()) => openTestRoom({ liveAt: new Date(), names });
/** What was said to everybody but the host, as text. */
const heardByAll = ({ broadcasts }: TestRoom) =>
  JSON.stringify(broadcasts.filter(({ audience }) => audience === 'everybody'));
const peopleIn = async (host: Browser) => (await host.get('catch-up', {})).snapshot.people?.map(({ name }) => name);
const rosterIn = async (browser: Browser) => (await browser.get('catch-up', {})).snapshot.roster;

/** Ada hosts, Ben and Chloé attend, and every name that may be told is. */
async function everybody(room = live()) {
  const ada = await room.enter('Ada', 'host');
  const [ben, chloe] = [await room.enter('Ben'), await room.enter('Chloe')];
  await settled();
  return { ...room, ada, ben, chloe };
}

/** Lets what is being opened be opened, and said. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await new Promise(setImmediate);
  await tick();
}

test('the host hears who came; the others hear a number, until somebody writes or comes on stage', async () => {
  const room = await everybody();
  expect(await peopleIn(room.ada)).toEqual(['Ada', 'Ben', 'Chloe']);
  expect(heardByAll(room)).not.toMatch(/Ben|Chloe/);
  expect(room.names.written.flat().filter((ear) => ear === 'participants')).toHaveLength(1);

  await room.ben.get('say', { text: 'Which straw?' });
  await settled();
  expect(heardByAll(room)).toContain('Ben');
  expect(heardByAll(room)).not.toContain('Chloe');

  await room.ada.get('promote', { attendeeId: 'chloe' });
  await settled();
  expect(heardByAll(room)).toContain('Chloe');
});

test('a hundred who come at once cost a handful of writes, and coming back costs none', async () => {
  const room = live();
  await room.enter('Ada', 'host');
  const names = Array.from(
    { length: 100 },
    (_, at) => `Guest ${'abcdefghij'[at % 10]}${'klmnopqrst'[Math.floor(at / 10)]}`,
  );
  const guests = await Promise.all(names.map((name) => room.enter(name)));
  await settled();
  const before = room.names.written.length;
  expect(before).toBeLessThan(8);
  expect(room.names.written.flat().filter((ear) => ear === 'host')).toHaveLength(100);

  for (const guest of guests) await guest.get('leave', {});
  await Promise.all(guests.map((guest) => guest.join()));
  await settled();
  expect(room.names.written).toHaveLength(before);
});

test('while releases cannot be written people join and are counted, and nobody is told who they are', async () => {
  let down = false;
  const room = live(namesInMemory({ fails: () => down }));
  const ada = await room.enter('Ada', 'host');
  await settled();

  down = true;
  const chloe = await room.enter('Chloe');
  await settled();
  expect((await ada.get('catch-up', {})).snapshot.count).toBe(2);
  expect(await peopleIn(ada)).toEqual(['Ada']);
  expect(await chloe.ask('say', { text: 'Hello' })).toMatchObject({ ok: false, code: 'unavailable' });
  expect(await ada.ask('promote', { attendeeId: 'chloe' })).toMatchObject({ ok: false, code: 'unavailable' });
  expect(JSON.stringify(room.broadcasts)).not.toContain('Chloe');
  expect(room.logged.join('')).not.toContain('Chloe');

  down = false;
  room.live.introduceAgain();
  await settled();
  expect(await peopleIn(ada)).toEqual(['Ada', 'Chloe']);
});

test('a new name reaches the host’s list, the stage, the lines said before and the person themselves', async () => {
  const room = await everybody();
  const member = new Browser(room.live, { id: 'dev', name: 'Dev', personId: 'person-dev' });
  await member.join();
  await member.get('say', { text: 'Which straw?' });
  await room.ada.get('promote', { attendeeId: 'dev' });
  await settled();
  room.broadcasts.length = 0;

  room.live.rename('person-dev' as never, sealedName('Devi', 'person-dev'));
  await settled();

  expect(member.heard('you').at(-1)?.[0].name).toBe('Devi');
  expect(await peopleIn(room.ada)).toContain('Devi');
  const { changes } = room.broadcasts.findLast(({ audience }) => audience === 'everybody') ?? {};
  expect(changes?.renamed).toEqual([{ attendeeId: 'dev', name: 'Devi' }]);
  expect(changes?.stage?.map(({ name }) => name)).toEqual(['Ada', 'Devi']);
  expect((await room.chloe.get('catch-up', {})).snapshot.chat.map(({ name }) => name)).toEqual(['Devi']);
});

test('an account that changed in something else than the name is told to nobody', async () => {
  const room = await everybody();
  const member = new Browser(room.live, { id: 'dev', name: 'Dev', personId: 'person-dev' });
  await member.join();
  await settled();
  const before = [room.broadcasts.length, room.names.written.length];

  room.live.rename('person-dev' as never, sealedName('Dev', 'person-dev'));
  await settled();
  expect([room.broadcasts.length, room.names.written.length]).toEqual(before);
});

test('nobody is in the list before the host has opened it and they have agreed', async () => {
  const room = await everybody();
  expect(await rosterIn(room.chloe)).toEqual({ open: false, here: [] });
  expect(await room.ben.ask('show-name', { shown: true })).toMatchObject({ ok: false, code: 'wrong-state' });

  await room.ada.get('open-roster', { open: true });
  await settled();
  expect(await rosterIn(room.chloe)).toEqual({ open: true, here: [] });
  expect(heardByAll(room)).not.toMatch(/Ben|Chloe/);

  expect(await room.ben.get('show-name', { shown: true })).toEqual({ receipt: '7' });
  await room.chloe.get('show-name', { shown: false });
  await settled();
  expect(room.written).toEqual(['ben agrees', 'chloe takes it back']);
  expect(await rosterIn(room.chloe)).toEqual({ open: true, here: [{ attendeeId: 'ben', name: 'Ben' }] });
  expect(room.chloe.heard('you').at(-1)?.[0].listing).toBe('hidden');
  expect(heardByAll(room)).not.toContain('Chloe');
});

test('whoever takes their name out, leaves, or comes on stage is out of the list at once', async () => {
  const room = await everybody();
  await room.ada.get('open-roster', { open: true });
  await Promise.all([room.ben, room.chloe].map((each) => each.get('show-name', { shown: true })));
  await settled();
  expect((await rosterIn(room.ada)).here).toHaveLength(2);

  await room.ben.get('show-name', { shown: false });
  await tick();
  const last = () => room.broadcasts.findLast(({ audience, changes }) => audience === 'everybody' && changes.roster);
  expect(last()?.changes.roster).toEqual({ open: true, here: [], gone: ['ben'] });

  await room.ada.get('promote', { attendeeId: 'chloe' });
  await tick();
  expect(last()?.changes.roster).toEqual({ open: true, here: [], gone: ['chloe'] });
  expect((await rosterIn(room.ada)).here).toEqual([]);
});

test('the host closes the list, and it is empty on every page; opened again it holds those who agreed', async () => {
  const room = await everybody();
  await room.ada.get('open-roster', { open: true });
  await room.ben.get('show-name', { shown: true });
  await settled();

  await room.ada.get('open-roster', { open: false });
  await tick();
  expect(room.broadcasts.at(-1)).toMatchObject({
    audience: 'everybody',
    changes: { roster: { open: false, here: [] } },
  });
  expect(await rosterIn(room.chloe)).toEqual({ open: false, here: [] });

  await room.ada.get('open-roster', { open: true });
  await tick();
  expect((await rosterIn(room.chloe)).here).toEqual([{ attendeeId: 'ben', name: 'Ben' }]);
});

test('who came and who left is passed on, without the host', async () => {
  const room = await everybody();
  await room.chloe.get('leave', {});
  await room.chloe.join();
  await room.ada.get('end', {});
  expect(room.moves).toEqual(['ben came', 'chloe came', 'chloe left', 'chloe came', 'ben left', 'chloe left']);
});

test('a line hears what was opened for its own end and nothing else', () => {
  const name = sealedName('Chloé', 'chloe');
  const toHost = releasedBefore('tell-host-who-came', name, { to: 'ada', releaseId: 1n });
  const toRoom = releasedBefore('carry-into-room', name, { to: 'mushrooms', releaseId: 2n });
  const elsewhere = releasedBefore('carry-into-room', name, { to: 'bread', releaseId: 3n });
  const own = showOwn(name, 'chloe');
  const all = [toHost, toRoom, elsewhere, own];
  const place = { webinarId: 'mushrooms', hostId: 'ada' };

  const hears = (isHost: boolean, self: string | undefined) =>
    all.map((each) => mayHear({ ...place, isHost, self }, each));
  expect(hears(true, 'ada')).toEqual([true, true, false, false]);
  expect(hears(false, 'ben')).toEqual([false, true, false, false]);
  expect(hears(false, 'chloe')).toEqual([false, true, false, true]);
  expect(hears(false, undefined)).toEqual([false, true, false, false]);
});
