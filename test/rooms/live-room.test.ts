import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refusal } from '#src/platform/errors.ts';
import { Browser, liveRoom, openTestRoom, type TestRoom, tick } from '#test/support/room-in-memory.ts';

const GRACE_MS = 20_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const heardBy = ({ sfu }: TestRoom, { attendee }: Browser) => sfu.heardBy(attendee.id);
const refusedWith = (code: string): unknown => expect.objectContaining({ ok: false, code });

test('whoever joins a live room gets the whole room and all its streams in the answer', async () => {
  const room = await liveRoom();
  const producerId = await room.ada.turnOnMicrophone();
  await room.chloe.get('say', { text: 'Good evening' });
  await tick();
  const answer = await new Browser(room.live, { id: 'ben', name: 'Ben' }).join();

  expect(answer.consumers.map((offer) => offer.producerId)).toEqual([producerId]);
  expect(answer.snapshot).toMatchObject({ state: 'live', count: 3, you: { attendeeId: 'ben', role: 'attendee' } });
  expect(answer.snapshot.stage.map(({ name }) => name)).toEqual(['Ada']);
  expect(answer.snapshot.chat.map(({ text }) => text)).toEqual(['Good evening']);
  expect(answer.snapshot.people).toBeUndefined();
});

test('whoever is removed is told so, sends and hears nothing, and does not get back in', async () => {
  const room = await liveRoom();
  const ben = new Browser(room.live, { id: 'ben', name: 'Ben', personId: 'person-ben' });
  await ben.join();
  await room.ada.get('remove', { attendeeId: 'ben' });
  await new Promise(setImmediate);

  expect(ben.heard('goodbye')).toEqual([[{ code: 'removed', message: 'The host has removed you from this webinar.' }]]);
  expect(ben.closed).toBe(true);
  expect(room.sfu.receivers.has('ben')).toBe(false);
  expect(await ben.ask('say', { text: 'Still here?' })).toEqual(refusedWith('removed'));
  expect(() => new Browser(room.live, { id: 'ben', name: 'Ben' })).toThrow('removed');
  expect(() => new Browser(room.live, { id: 'ben-2', name: 'Ben', personId: 'person-ben' })).toThrow('removed');
});

test('nobody removes the host', async () => {
  const room = await liveRoom();
  expect(await room.ada.ask('remove', { attendeeId: 'ada' })).toEqual(refusedWith('not-allowed'));
});

test('a dropped connection keeps place, role, hand and media for a while', async () => {
  const room = await liveRoom();
  await room.chloe.get('say', { text: 'Which straw?' });
  await room.chloe.get('raise-hand', {});
  const producerId = await room.ada.turnOnMicrophone();
  await tick();
  room.chloe.drop();
  await vi.advanceTimersByTimeAsync(GRACE_MS - 1);

  const back = new Browser(room.live, { id: 'chloe', name: 'Chloe' });
  const { snapshot } = await back.get('catch-up', {});
  expect(snapshot.you.handRaisedAt).not.toBeNull();
  expect(snapshot.chat.map(({ text }) => text)).toEqual(['Which straw?']);
  expect(heardBy(room, back)).toEqual([producerId]);

  await vi.advanceTimersByTimeAsync(GRACE_MS);
  expect(room.live.room.count).toBe(2);
});

test('whoever does not come back in time is gone, and comes back with the role they had', async () => {
  const room = await liveRoom();
  await room.ada.get('promote', { attendeeId: 'chloe' });
  await room.chloe.turnOnMicrophone();
  room.chloe.drop();
  await vi.advanceTimersByTimeAsync(GRACE_MS);

  expect(room.live.room.count).toBe(1);
  expect([...room.sfu.producers.values()]).toEqual([]);

  const back = new Browser(room.live, { id: 'chloe', name: 'Chloe' });
  expect(await back.ask('catch-up', {})).toEqual(refusedWith('join-first'));
  expect((await back.join()).snapshot.you.role).toBe('panelist');
});

test('a page that is reloaded takes the place of the old one', async () => {
  const room = await liveRoom();
  await room.ada.turnOnMicrophone();
  const reloaded = new Browser(room.live, { id: 'ada', name: 'Ada', role: 'host' });
  await new Promise(setImmediate);

  expect(room.ada.heard('goodbye')[0]?.[0].code).toBe('moved');
  expect(room.ada.closed).toBe(true);
  expect(await room.ada.ask('say', { text: 'From the old tab' })).toEqual(refusedWith('moved'));

  room.ada.drop();
  const { snapshot } = await reloaded.join();
  expect(snapshot.stage[0]?.streams).toEqual([]);
  expect(snapshot.count).toBe(2);
  expect([...room.sfu.producers.values()]).toEqual([]);
});

test('ending is written down first, then said to everybody, and the room is gone', async () => {
  const room = await liveRoom();
  await room.ada.get('end', {});
  await new Promise(setImmediate);

  expect(room.written).toEqual(['ended', 'forgotten']);
  expect(room.broadcasts.at(-1)).toMatchObject({ audience: 'everybody', changes: { state: 'ended' } });
  expect([room.ada, room.chloe].map((each) => each.heard('goodbye')[0]?.[0].code)).toEqual([
    'room-ended',
    'room-ended',
  ]);
  expect(room.sfu.closed).toBe(true);
  expect(() => new Browser(room.live, { id: 'ben', name: 'Ben' })).toThrow('ended');
});

test('a room that was live before a restart opens live', () => {
  const liveAt = new Date('2026-12-08T17:00Z');
  const { room } = openTestRoom({ liveAt }).live;

  expect([room.state, room.liveAt]).toEqual(['live', liveAt.getTime()]);
});

test('whoever leaves is gone at once', async () => {
  const room = await liveRoom();
  await room.chloe.get('leave', {});

  expect(room.live.room.count).toBe(1);
  expect(room.sfu.receivers.has('chloe')).toBe(false);
});

test('nobody hears that the room is live before that is written down', async () => {
  const goLive = () => Promise.reject(new Refusal('unavailable'));
  const room = openTestRoom({ goLive });
  const ada = await room.enter('Ada', 'host');
  await tick();

  expect(await ada.ask('go-live', {})).toEqual(refusedWith('unavailable'));
  await tick();
  expect(room.live.room.state).toBe('backstage');
  expect(room.broadcasts.every(({ changes }) => changes.state === undefined)).toBe(true);
});

test('who is speaking is told to everybody without a version of its own, and until they leave the stage', async () => {
  const room = await liveRoom();
  await room.ada.get('promote', { attendeeId: 'chloe' });
  await tick();
  const { version } = room.live.room.snapshot(room.ada.attendee);

  room.sfu.listener.speakerChanged('chloe');
  await tick();
  expect(room.broadcasts.at(-2)).toEqual({ audience: 'host', changes: { version, speaker: 'chloe' }, mayBeLost: true });

  await room.ada.get('demote', { attendeeId: 'chloe' });
  await tick();
  expect(room.live.room.snapshot(room.ada.attendee).speaker).toBeNull();
});

test('a bug is answered as one, is written down without what was sent, and ends nothing', async () => {
  const room = await liveRoom();
  room.sfu.view = () => Promise.reject(new TypeError('secret words'));
  await room.ada.turnOnMicrophone();
  await tick();
  const consumerId = room.chloe.heard('consumers-added')[0]?.[0].consumers[0]?.consumerId ?? '';

  expect(await room.chloe.ask('view', { tiles: [{ consumerId, height: 90 }] })).toEqual(refusedWith('bug'));
  expect(room.logged.join()).toContain('room.message-failed');
  expect(room.logged.join()).not.toContain('secret words');
  expect((await room.chloe.ask('say', { text: 'Still here' })).ok).toBe(true);
});
