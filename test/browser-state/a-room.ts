import { cast, webinars } from '#prisma/cast.ts';
import { type RoomEvent, remember } from '#src/browser/room/remember/remember.ts';
import { atTheDoor, type RoomMemory } from '#src/browser/room/remember/state.ts';
import type { ChatLine, OnStage, Person, RoomBootstrap, Snapshot } from '#src/protocol/room-messages.ts';

export const page: RoomBootstrap = {
  joinToken: 'a token',
  title: webinars.mushrooms.title,
  hostName: cast.ada.name,
  name: cast.chloe.name,
  role: 'attendee',
  state: 'backstage',
  startsAt: 1_000_000,
  rtpCapabilities: { codecs: [], headerExtensions: [] },
  iceServers: [],
  leaveTo: '/w/mushrooms',
  showNameWords: 'Show my name in the list.',
};

export const adaOnStage: OnStage = {
  attendeeId: 'ada',
  name: cast.ada.name,
  role: 'host',
  streams: [
    { source: 'microphone', producerId: 'ada-microphone', paused: false },
    { source: 'camera', producerId: 'ada-camera', paused: false },
  ],
};

export const benOnStage: OnStage = {
  attendeeId: 'ben',
  name: cast.ben.name,
  role: 'panelist',
  streams: [{ source: 'microphone', producerId: 'ben-microphone', paused: true }],
};

export const chloe: Person = {
  attendeeId: 'chloe',
  name: cast.chloe.name,
  role: 'attendee',
  handRaisedAt: null,
  connected: true,
};

export const snapshot = (different: Partial<Snapshot> = {}): Snapshot => ({
  version: 7,
  now: 5_000,
  title: webinars.mushrooms.title,
  state: 'live',
  liveAt: 4_000,
  you: { attendeeId: 'chloe', name: cast.chloe.name, role: 'attendee', handRaisedAt: null, listing: 'unasked' },
  count: 3,
  stage: [adaOnStage],
  speaker: null,
  chat: [],
  roster: { open: false, here: [] },
  ...different,
});

export const line = (chatId: number, different: Partial<ChatLine> = {}): ChatLine => ({
  chatId,
  attendeeId: 'ada',
  name: cast.ada.name,
  role: 'host',
  text: `Line ${chatId}`,
  at: 4_000 + chatId,
  ...different,
});

/** The room after all of this has happened to somebody who stood at its door. */
export const after = (...events: RoomEvent[]): RoomMemory => events.reduce(remember, atTheDoor(page));

/** The room as somebody remembers it right after joining. */
export const joined = (different: Partial<Snapshot> = {}): RoomMemory =>
  after({ type: 'joining' }, { type: 'snapshot', snapshot: snapshot(different), at: 4_900 });
