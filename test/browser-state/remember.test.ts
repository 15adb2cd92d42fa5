import { describe, expect, test } from 'vitest';
import { type RoomEvent, remember } from '#src/browser/room/remember/remember.ts';
import type { RoomMemory } from '#src/browser/room/remember/state.ts';
import { adaOnStage, after, benOnStage, chloe, joined, line, snapshot } from './a-room.ts';

const then = (room: RoomMemory, ...events: RoomEvent[]) => events.reduce(remember, room);

describe('entering', () => {
  test('starts in the green room with everything off', () => {
    const room = after();
    expect(room.phase).toBe('green-room');
    expect(Object.values(room.own)).toEqual(['off', 'off', 'off', 'off']);
  });

  test('the first snapshot opens the room and sets the clock by the server', () => {
    const room = joined();
    expect(room).toMatchObject({ phase: 'in-room', version: 7, count: 3, clockAhead: 100, connection: 'connected' });
  });

  test('a webinar that is over while joining shows its end, not an empty room', () => {
    expect(joined({ state: 'ended' }).phase).toBe('ended');
  });
});

describe('changes', () => {
  test('several changes of one tick arrive as one', () => {
    const room = then(joined(), {
      type: 'changes',
      changes: { version: 8, count: 4, stage: [adaOnStage, benOnStage], speaker: 'ada', chat: [line(1), line(2)] },
    });
    expect(room).toMatchObject({ version: 8, count: 4, speaker: 'ada' });
    expect(room.stage.map(({ attendeeId }) => attendeeId)).toEqual(['ada', 'ben']);
    expect(room.chat.map(({ chatId }) => chatId)).toEqual([1, 2]);
  });

  test('what was not told stays as it was', () => {
    const before = joined({ chat: [line(1)] });
    const room = then(before, { type: 'changes', changes: { version: 8, count: 9 } });
    expect(room.stage).toBe(before.stage);
    expect(room.chat).toBe(before.chat);
    expect(room.liveAt).toBe(4_000);
  });

  test('a missed version makes the room wait for a snapshot and believe nothing until then', () => {
    const room = then(
      joined(),
      { type: 'changes', changes: { version: 9, count: 50 } },
      { type: 'changes', changes: { version: 10, count: 51 } },
    );
    expect(room).toMatchObject({ behind: true, version: 7, count: 3 });

    const again = then(room, { type: 'snapshot', snapshot: snapshot({ version: 10, count: 51 }), at: 4_900 });
    expect(again).toMatchObject({ behind: false, version: 10, count: 51 });
  });

  test('old news that comes late is dropped', () => {
    const room = then(joined(), { type: 'changes', changes: { version: 6, count: 1, speaker: 'ben' } });
    expect(room).toMatchObject({ version: 7, count: 3, speaker: null });
  });

  test('who speaks may be told again at the same version, and nothing else is taken from it', () => {
    const room = then(joined(), { type: 'changes', changes: { version: 7, speaker: 'ada', count: 99 } });
    expect(room).toMatchObject({ version: 7, speaker: 'ada', count: 3 });
  });

  test('the last speaker stays large through a silence, until they leave the stage', () => {
    const silent = then(
      joined({ stage: [adaOnStage, benOnStage] }),
      { type: 'changes', changes: { version: 8, speaker: 'ben' } },
      { type: 'changes', changes: { version: 8, speaker: null } },
    );
    expect(silent).toMatchObject({ speaker: null, lastSpeaker: 'ben' });
    expect(then(silent, { type: 'changes', changes: { version: 9, stage: [adaOnStage] } }).lastSpeaker).toBeNull();
  });

  test('for the host people come, change and go', () => {
    const raised = { ...chloe, handRaisedAt: 4_500 };
    const room = then(
      joined({ people: [chloe] }),
      {
        type: 'changes',
        changes: { version: 8, people: { here: [raised, { ...chloe, attendeeId: 'dev' }], gone: [] } },
      },
      { type: 'changes', changes: { version: 9, people: { here: [], gone: ['dev'] } } },
    );
    expect(room.people).toEqual([raised]);
  });

  test('the end of the webinar ends the page', () => {
    expect(then(joined(), { type: 'changes', changes: { version: 8, state: 'ended' } }).phase).toBe('ended');
  });
});

describe('the chat', () => {
  test('a line of mine stands there at once and only once when it comes back', () => {
    const sending = then(joined(), { type: 'saying', localId: 1, text: 'Hello' });
    expect(sending.outbox).toEqual([{ localId: 1, text: 'Hello', state: 'sending' }]);

    const mine = line(1, { attendeeId: 'chloe', text: 'Hello' });
    const answeredFirst = then(
      sending,
      { type: 'said', localId: 1, chatId: 1 },
      { type: 'changes', changes: { version: 8, chat: [mine] } },
    );
    const toldFirst = then(
      sending,
      { type: 'changes', changes: { version: 8, chat: [mine] } },
      { type: 'said', localId: 1, chatId: 1 },
    );
    for (const room of [answeredFirst, toldFirst]) {
      expect(room.outbox).toEqual([]);
      expect(room.chat).toEqual([mine]);
    }
  });

  test('a line that could not be sent is kept with its words and its reason, through a snapshot too', () => {
    const room = then(
      joined(),
      { type: 'saying', localId: 1, text: 'Hello' },
      { type: 'not-said', localId: 1, why: 'You are not connected right now.' },
      { type: 'snapshot', snapshot: snapshot({ version: 20 }), at: 0 },
    );
    expect(room.outbox).toEqual([
      { localId: 1, text: 'Hello', state: 'failed', why: 'You are not connected right now.' },
    ]);
    expect(then(room, { type: 'saying', localId: 1, text: 'Hello' }).outbox).toEqual([
      { localId: 1, text: 'Hello', state: 'sending' },
    ]);
    expect(then(room, { type: 'thrown-away', localId: 1 }).outbox).toEqual([]);
  });

  test('lines that were read stay after catching up, and none comes twice', () => {
    const room = then(joined({ chat: [line(1), line(2)] }), {
      type: 'snapshot',
      snapshot: snapshot({ version: 9, chat: [line(2), line(3)] }),
      at: 0,
    });
    expect(room.chat.map(({ chatId }) => chatId)).toEqual([1, 2, 3]);
  });

  test('a room that began anew brings its own chat', () => {
    const room = then(joined({ chat: [line(1)] }), {
      type: 'snapshot',
      snapshot: snapshot({ version: 1, chat: [] }),
      at: 0,
    });
    expect(room.chat).toEqual([]);
  });

  test('lines of others count as unread while the chat is out of sight', () => {
    const mine = line(3, { attendeeId: 'chloe' });
    const room = then(
      joined(),
      { type: 'panel', panel: 'people' },
      { type: 'changes', changes: { version: 8, chat: [line(1), line(2), mine] } },
    );
    expect(room.unread).toBe(2);
    expect(then(room, { type: 'panel', panel: 'chat' }).unread).toBe(0);
  });
});

describe('one’s own place', () => {
  test('muted by the host, the microphone is muted here too, and the person is told', () => {
    const room = then(
      joined({
        you: { attendeeId: 'chloe', name: 'Chloé Martin', role: 'panelist', handRaisedAt: null, listing: 'unasked' },
      }),
      { type: 'own', source: 'microphone', is: 'on' },
      { type: 'muted-by-host' },
    );
    expect(room.own.microphone).toBe('paused');
    expect(room.notices.at(-1)?.words).toMatch(/muted your microphone/);
  });

  test('the word about being muted goes when one is heard again, or has left the stage', () => {
    const you = { attendeeId: 'chloe', name: 'Chloé Martin', handRaisedAt: null, listing: 'unasked' } as const;
    const muted = then(
      joined({ you: { ...you, role: 'panelist' } }),
      { type: 'own', source: 'microphone', is: 'on' },
      { type: 'muted-by-host' },
      { type: 'notice', words: 'Something else.', tone: 'warn' },
    );
    const left = (...events: RoomEvent[]) => then(muted, ...events).notices.map(({ words }) => words);

    expect(left({ type: 'own', source: 'microphone', is: 'on' })).toEqual(['Something else.']);
    expect(left({ type: 'you', you: { ...you, role: 'attendee' } })).toEqual(['Something else.']);
    expect(left({ type: 'own', source: 'camera', is: 'on' })).toHaveLength(2);
  });

  test('being off the stage is the same news whether it comes alone or with the whole room', () => {
    const you = { attendeeId: 'chloe', name: 'Chloé Martin', handRaisedAt: null, listing: 'unasked' } as const;
    const muted = then(
      joined({ you: { ...you, role: 'panelist' } }),
      { type: 'own', source: 'microphone', is: 'on' },
      { type: 'muted-by-host' },
    );
    const caughtUp = then(muted, {
      type: 'snapshot',
      snapshot: snapshot({ you: { ...you, role: 'attendee' } }),
      at: 1,
    });

    expect(muted.notices).toHaveLength(1);
    expect(caughtUp.notices).toEqual([]);
    expect(caughtUp.announcement.words).toMatch(/You are back in the audience/);
  });

  test('a goodbye ends everything of this page, for the reason it gives', () => {
    for (const [code, phase] of [
      ['moved', 'moved'],
      ['removed', 'removed'],
      ['room-ended', 'ended'],
      ['not-allowed', 'failed'],
    ] as const) {
      const room = then(
        joined(),
        { type: 'own', source: 'camera', is: 'on' },
        { type: 'goodbye', why: { code, message: 'Why.' } },
      );
      expect(room).toMatchObject({ phase, ending: 'Why.', media: 'none', own: { camera: 'off' } });
    }
  });

  test('the same notice does not pile up', () => {
    const notice = { type: 'notice', words: 'That is not possible right now.', tone: 'warn' } as const;
    const room = then(joined(), notice, notice);
    expect(room.notices).toHaveLength(1);
    expect(then(room, { type: 'notice-read', noticeId: room.notices[0]?.noticeId ?? 0 }).notices).toEqual([]);
  });
});

describe('announcements', () => {
  test('say that it is live, who came to the stage, and whose hand went up', () => {
    const waiting = joined({
      state: 'backstage',
      liveAt: null,
      people: [chloe],
      you: { attendeeId: 'ada', name: 'Ada Okafor', role: 'host', handRaisedAt: null, listing: 'unasked' },
    });
    const room = then(waiting, {
      type: 'changes',
      changes: {
        version: 8,
        state: 'live',
        liveAt: 1,
        stage: [adaOnStage, benOnStage],
        people: { here: [{ ...chloe, handRaisedAt: 9 }], gone: [] },
      },
    });
    expect(room.announcement.words).toBe(
      'The webinar is live now. Ben Lindqvist is on the stage. Chloé Martin raised a hand.',
    );
  });

  test('say that one is on the stage, and that one is not any more', () => {
    const up = then(joined(), {
      type: 'you',
      you: { attendeeId: 'chloe', name: 'Chloé Martin', role: 'panelist', handRaisedAt: null, listing: 'unasked' },
    });
    expect(up.announcement.words).toMatch(/You are on the stage/);
    const down = then(up, {
      type: 'you',
      you: { attendeeId: 'chloe', name: 'Chloé Martin', role: 'attendee', handRaisedAt: null, listing: 'unasked' },
    });
    expect(down.announcement.words).toMatch(/back in the audience/);
  });

  test('are silent about everything else, and about the room as one finds it', () => {
    expect(joined().announcement.words).toBe('');
    expect(
      then(joined(), { type: 'changes', changes: { version: 8, count: 9, chat: [line(1)] } }).announcement.number,
    ).toBe(0);
  });
});
