import { describe, expect, test } from 'vitest';
import {
  afterReconnect,
  afterRefusal,
  afterTransport,
  mediaState,
  mend,
  streamsThatLeft,
  waitBefore,
} from '#src/browser/room/remember/recover.ts';
import { adaOnStage, benOnStage } from './a-room.ts';

describe('when the socket is back', () => {
  test('living media stays as it is, and only the news is asked for', () => {
    for (const health of ['new', 'connecting', 'connected', 'disconnected', 'failed'] as const) {
      expect(afterReconnect(health)).toBe('catch-up');
    }
  });

  test('without media the room is joined anew', () => {
    expect(afterReconnect('gone')).toBe('join');
    expect(afterReconnect('closed')).toBe('join');
  });

  test('waits grow, stay below five seconds, and are spread over half of their length', () => {
    expect([0, 1, 2, 9].map((attempt) => waitBefore(attempt, 1))).toEqual([500, 1_000, 2_000, 5_000]);
    expect(waitBefore(9, 0)).toBe(2_500);
  });
});

describe('after a refusal', () => {
  test('an end is an end', () => {
    expect(afterRefusal('room-ended')).toBe('ended');
    expect(afterRefusal('removed')).toBe('removed');
    expect(afterRefusal('moved')).toBe('moved');
  });

  test('what is only briefly not there is asked for again', () => {
    for (const code of ['unavailable', 'media-unavailable', 'too-many', 'no-answer'])
      expect(afterRefusal(code)).toBe('again');
  });

  test('everything else is told to the person', () => {
    expect(afterRefusal('not-allowed')).toBe('failed');
    expect(afterRefusal('toString')).toBe('failed');
  });
});

describe('a path of media', () => {
  test('is waited for, then made anew, then given up for new media', () => {
    expect(afterTransport('disconnected', false)).toBe('wait');
    expect(afterTransport('failed', false)).toBe('restart-ice');
    expect(afterTransport('failed', true)).toBe('rejoin');
    expect(afterTransport('connecting', true)).toBe('nothing');
  });

  test('counts only when something goes over it', () => {
    const idle = { health: 'new', streams: 0 } as const;
    expect(mediaState([idle, idle], false)).toBe('none');
    expect(mediaState([{ health: 'connecting', streams: 2 }, idle], false)).toBe('connecting');
    expect(mediaState([{ health: 'connected', streams: 2 }, idle], false)).toBe('flowing');
    expect(
      mediaState(
        [
          { health: 'connected', streams: 2 },
          { health: 'failed', streams: 1 },
        ],
        false,
      ),
    ).toBe('restarting');
    expect(mediaState([idle, idle], true)).toBe('restarting');
  });
});

describe('streams of the stage', () => {
  test('are over when they were there and are not any more', () => {
    expect(streamsThatLeft([adaOnStage, benOnStage], [adaOnStage])).toEqual(['ben-microphone']);
  });

  test('are not over when they came before the stage was told', () => {
    expect(streamsThatLeft([], [adaOnStage])).toEqual([]);
  });
});

describe('what we send, after a gap', () => {
  test('is closed where it was switched off unheard', () => {
    expect(mend([{ source: 'camera', paused: false }], [])).toMatchObject({ close: ['camera'], restart: false });
  });

  test('is silent where either side muted it', () => {
    const on = { source: 'microphone', paused: false } as const;
    const muted = { source: 'microphone', paused: true } as const;
    expect(mend([on], [muted])).toMatchObject({ pause: ['microphone'], silence: [] });
    expect(mend([muted], [on])).toMatchObject({ pause: [], silence: ['microphone'] });
    expect(mend([muted], [muted])).toEqual({ close: [], pause: [], silence: [], restart: false });
  });

  test('is sent anew where the room has lost it', () => {
    expect(mend([], [{ source: 'camera', paused: false }]).restart).toBe(true);
  });
});
