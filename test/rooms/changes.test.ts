import { expect, test } from 'vitest';
import { releasedBefore } from '#src/gateway/release.ts';
import { PendingChanges, type View } from '#src/rooms/changes.ts';
import type { RoomChatLine, RoomPerson } from '#src/rooms/names.ts';
import { sealedName } from '#test/support/open-names.ts';

const sealed = sealedName('Chloé', 'chloe');
const forHost = releasedBefore('tell-host-who-came', sealed, { to: 'ada', releaseId: 1n });
const forAll = releasedBefore('carry-into-room', sealed, { to: 'mushrooms', releaseId: 2n });
const chloe: RoomPerson = { attendeeId: 'chloe', name: forHost, role: 'attendee', handRaisedAt: 1, connected: true };
const line: RoomChatLine = { chatId: 1, attendeeId: 'chloe', name: forAll, role: 'attendee', text: 'Hello', at: 1 };
const view = (now: Partial<View> = {}): View => ({
  state: 'live',
  liveAt: 1,
  count: 2,
  stage: [],
  speaker: null,
  person: (attendeeId) => (attendeeId === 'chloe' ? chloe : undefined),
  rosterOpen: false,
  listed: () => undefined,
  ...now,
});

test('nothing happened, nobody hears anything', () => {
  expect(new PendingChanges().drain(view())).toEqual({});
});

test('many changes of one kind within a tick are one, with the last value', () => {
  const pending = new PendingChanges();
  for (let joined = 0; joined < 500; joined += 1) pending.mark('count');

  expect(pending.drain(view({ count: 502 })).everybody).toEqual({
    changes: { version: 1, count: 502 },
    mayBeLost: false,
  });
  expect(pending.drain(view())).toEqual({});
});

test('who is here is for the host alone, and costs the others no version', () => {
  const pending = new PendingChanges();
  pending.person('chloe');
  pending.person('ben');

  expect(pending.drain(view())).toEqual({
    host: { changes: { version: 1, people: { here: [chloe], gone: ['ben'] } }, mayBeLost: false },
  });
  expect(pending.version).toEqual({ host: 1, everybody: 0 });
});

test('a word about who speaks may be lost, and comes again with the next that may not', () => {
  const pending = new PendingChanges();
  pending.speaker();
  expect(pending.drain(view({ speaker: 'ada' })).everybody).toEqual({
    changes: { version: 0, speaker: 'ada' },
    mayBeLost: true,
  });
  expect(pending.drain(view({ speaker: 'ada' }))).toEqual({});

  pending.line(line);
  const tick = pending.drain(view({ speaker: 'ada' }));
  expect(tick.everybody).toEqual({ changes: { version: 1, chat: [line], speaker: 'ada' }, mayBeLost: false });

  pending.mark('count');
  expect(pending.drain(view({ speaker: 'ada' })).host?.changes).toEqual({ version: 2, count: 2 });
});

test('chat lines count as sent when they are, so that a snapshot in between does not repeat them', () => {
  const pending = new PendingChanges();
  pending.line(line);
  expect(pending.chatId).toBe(0);
  pending.drain(view());
  expect(pending.chatId).toBe(1);
});

test('the list of who is here is for everybody, says who came into it and who left, and closed it holds nobody', () => {
  const pending = new PendingChanges();
  const listed = (attendeeId: string) => (attendeeId === 'chloe' ? { attendeeId, name: forAll } : undefined);
  for (const attendeeId of ['chloe', 'ben']) pending.listed(attendeeId);
  const roster = { open: true, here: [{ attendeeId: 'chloe', name: forAll }], gone: ['ben'] };

  const tick = pending.drain(view({ rosterOpen: true, listed }));
  expect([tick.host?.changes.roster, tick.everybody?.changes.roster]).toEqual([roster, roster]);

  pending.listed('chloe');
  expect(pending.drain(view({ listed })).everybody?.changes.roster).toEqual({ open: false, here: [], gone: [] });
});
