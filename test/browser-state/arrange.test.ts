import { expect, test } from 'vitest';
import { arrange } from '#src/browser/room/remember/arrange.ts';
import type { OnStage } from '#src/protocol/room-messages.ts';
import { adaOnStage, benOnStage } from './a-room.ts';

const asAttendee = {
  attendeeId: 'chloe',
  name: 'Chloé Martin',
  role: 'attendee',
  handRaisedAt: null,
  listing: 'unasked',
} as const;
const asAda = { attendeeId: 'ada', name: 'Ada Okafor', role: 'host', handRaisedAt: null, listing: 'unasked' } as const;
const benTalks: OnStage = {
  ...benOnStage,
  streams: [{ source: 'microphone', producerId: 'ben-microphone', paused: false }],
};
const benShares: OnStage = {
  ...benTalks,
  streams: [...benTalks.streams, { source: 'screen', producerId: 'ben-screen', paused: false }],
};
const quiet = { speaker: null, lastSpeaker: null };
const keys = (tiles: { key: string }[]) => tiles.map(({ key }) => key);

test('while nobody has spoken the host is large', () => {
  const { main, strip } = arrange({ ...quiet, stage: [benOnStage, adaOnStage], you: asAttendee });
  expect(main?.key).toBe('ada');
  expect(keys(strip)).toEqual(['ben']);
});

test('whoever speaks is large and outlined, and stays large when they pause', () => {
  const speaking = arrange({ speaker: 'ben', lastSpeaker: 'ben', stage: [adaOnStage, benTalks], you: asAttendee });
  expect(speaking.main).toMatchObject({ key: 'ben', speaking: true });
  const pausing = arrange({ speaker: null, lastSpeaker: 'ben', stage: [adaOnStage, benTalks], you: asAttendee });
  expect(pausing.main).toMatchObject({ key: 'ben', speaking: false });
});

test('a shared screen is larger than any speaker, and its owner stays in the strip', () => {
  const { main, strip } = arrange({
    speaker: 'ada',
    lastSpeaker: 'ada',
    stage: [adaOnStage, benShares],
    you: asAttendee,
  });
  expect(main).toMatchObject({ key: 'ben-screen', shows: 'screen', producerId: 'ben-screen' });
  expect(keys(strip)).toEqual(['ada', 'ben']);
});

test('nobody looks at themselves while somebody else is there', () => {
  const { main, strip } = arrange({ speaker: 'ada', lastSpeaker: 'ada', stage: [adaOnStage, benTalks], you: asAda });
  expect(main?.key).toBe('ben');
  expect(strip[0]).toMatchObject({ key: 'ada', mine: true });
  expect(arrange({ ...quiet, stage: [adaOnStage], you: asAda }).main?.key).toBe('ada');
});

test('without a camera there is an avatar; without an open microphone the muted sign, and no outline', () => {
  const { main } = arrange({ speaker: 'ben', lastSpeaker: 'ben', stage: [benOnStage], you: asAttendee });
  expect(main).toMatchObject({ producerId: null, muted: true, speaking: false });
});

test('an empty stage is empty', () => {
  expect(arrange({ ...quiet, stage: [], you: asAttendee })).toEqual({ main: null, strip: [] });
});
