import { describe, expect, test } from 'vitest';
import { type RoomEvent, remember } from '#src/browser/room/remember/remember.ts';
import { isAsked, type RoomMemory } from '#src/browser/room/remember/state.ts';
import type { Snapshot } from '#src/protocol/room-messages.ts';
import { joined, line } from './a-room.ts';

const then = (room: RoomMemory, ...events: RoomEvent[]) => events.reduce(remember, room);

describe('names', () => {
  const [ada, ben] = [
    { attendeeId: 'ada', name: 'Ada Okafor' },
    { attendeeId: 'ben', name: 'Ben Lindqvist' },
  ];

  test('an author who goes by another name does so on the lines that are here already', () => {
    const said = joined({ chat: [line(1), line(2, { attendeeId: 'ben', name: 'Ben' })] });
    const renamed = then(said, { type: 'changes', changes: { version: 8, renamed: [ben], chat: [line(3)] } });
    expect(renamed.chat.map(({ name }) => name)).toEqual(['Ada Okafor', 'Ben Lindqvist', 'Ada Okafor']);
  });

  test('the list of who is here grows, shrinks, and is empty at once when it is closed', () => {
    const opened = then(joined(), {
      type: 'changes',
      changes: { version: 8, roster: { open: true, here: [ada, ben], gone: [] } },
    });
    const one = then(opened, {
      type: 'changes',
      changes: { version: 9, roster: { open: true, here: [], gone: ['ada'] } },
    });
    const closed = then(one, {
      type: 'changes',
      changes: { version: 10, roster: { open: false, here: [], gone: [] } },
    });

    expect([opened, one, closed].map(({ roster }) => roster.here)).toEqual([[ada, ben], [ben], []]);
    expect(opened.announcement.words).toMatch(/opened the list/);
  });

  test('somebody is asked while the list is open, they are in the audience, and they have not answered', () => {
    const you = { attendeeId: 'chloe', name: 'Chloé Martin', role: 'attendee', handRaisedAt: null } as const;
    const roster = { open: true, here: [] };
    const asked = (different: Partial<Snapshot>) => isAsked(joined({ roster, ...different }));

    expect(asked({})).toBe(true);
    expect(asked({ roster: { open: false, here: [] } })).toBe(false);
    expect(asked({ you: { ...you, listing: 'hidden' } })).toBe(false);
    expect(asked({ you: { ...you, listing: 'unasked', role: 'panelist' } })).toBe(false);
  });
});
