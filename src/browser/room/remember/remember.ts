import type { MediaSource } from '../../../protocol/media.ts';
import type { Changes, ChatLine, Listed, Person, Snapshot } from '../../../protocol/room-messages.ts';
import { announce } from './announce.ts';
import { mergedLines, type OutboxEvent, outboxAfter, unreadAfter } from './chat.ts';
import {
  type Goodbye,
  isOnStage,
  type Media,
  type Notice,
  type Panel,
  type Phase,
  type RoomMemory,
  type Switch,
} from './state.ts';

/** Everything that can happen to a room, as told by the server, by the devices or by the person. */
export type RoomEvent =
  | { type: 'joining' }
  | { type: 'snapshot'; snapshot: Snapshot; at: number }
  | { type: 'changes'; changes: Changes }
  | { type: 'you'; you: Snapshot['you'] }
  | { type: 'connected' }
  | { type: 'disconnected' }
  | { type: 'media'; media: Media }
  | { type: 'goodbye'; why: Goodbye }
  | { type: 'failed'; words: string }
  | OutboxEvent
  | { type: 'panel'; panel: Panel }
  | { type: 'own'; source: MediaSource; is: Switch }
  | { type: 'muted-by-host' }
  | { type: 'sound-blocked'; blocked: boolean }
  | { type: 'notice'; words: string; tone: Notice['tone'] }
  | { type: 'notice-read'; noticeId: number };

/** The next state of the room. Pure: the same events give the same room, in the browser and in a test. */
export function remember(room: RoomMemory, event: RoomEvent): RoomMemory {
  const next = happen(room, event);
  const words = announce(room, next);
  return words === '' ? next : { ...next, announcement: { number: next.announcement.number + 1, words } };
}

function happen(room: RoomMemory, event: RoomEvent): RoomMemory {
  switch (event.type) {
    case 'joining':
      return { ...room, phase: 'joining', ending: '', connection: 'connected' };
    case 'snapshot':
      return fromSnapshot(room, event.snapshot, event.at);
    case 'changes':
      return withChanges(room, event.changes);
    case 'you':
      return withYou(room, event.you);
    case 'connected':
      return { ...room, connection: 'connected' };
    case 'disconnected':
      return { ...room, connection: 'reconnecting' };
    case 'media':
      return { ...room, media: event.media };
    case 'goodbye':
      return over(room, goodbyePhase[event.why.code], event.why.message);
    case 'failed':
      return over(room, 'failed', event.words);
    case 'saying':
    case 'said':
    case 'not-said':
    case 'thrown-away':
      return { ...room, outbox: outboxAfter(room, event) };
    case 'panel':
      return { ...room, panel: event.panel, unread: event.panel === 'chat' ? 0 : room.unread };
    case 'own':
      return withOwn(room, event);
    case 'muted-by-host':
      return mutedByHost(room);
    case 'sound-blocked':
      return { ...room, soundBlocked: event.blocked };
    case 'notice':
      return withNotice(room, event.words, event.tone);
    case 'notice-read':
      return { ...room, notices: room.notices.filter(({ noticeId }) => noticeId !== event.noticeId) };
  }
}

const goodbyePhase = {
  'moved': 'moved',
  'removed': 'removed',
  'room-ended': 'ended',
  'not-allowed': 'failed',
} as const satisfies Record<Goodbye['code'], Phase>;

function over(room: RoomMemory, phase: Phase, ending: string): RoomMemory {
  return {
    ...room,
    phase,
    ending,
    state: phase === 'ended' ? 'ended' : room.state,
    connection: 'connected',
    media: 'none',
    soundBlocked: false,
    own: { 'microphone': 'off', 'camera': 'off', 'screen': 'off', 'screen-audio': 'off' },
  };
}

/** A lower version than ours means another room process: what it does not tell us is gone. */
function fromSnapshot(room: RoomMemory, snapshot: Snapshot, at: number): RoomMemory {
  const known = snapshot.version < room.version ? [] : room.chat;
  const chat = mergedLines(known, snapshot.chat);
  return settled({
    ...withYou(room, snapshot.you),
    phase: snapshot.state === 'ended' ? 'ended' : 'in-room',
    connection: 'connected',
    behind: false,
    version: snapshot.version,
    clockAhead: snapshot.now - at,
    title: snapshot.title,
    state: snapshot.state,
    liveAt: snapshot.liveAt,
    count: snapshot.count,
    stage: snapshot.stage,
    speaker: snapshot.speaker,
    lastSpeaker: snapshot.speaker ?? room.lastSpeaker,
    chat,
    unread: room.phase === 'in-room' ? unreadAfter(room, chat) : 0,
    people: snapshot.people ?? [],
    roster: snapshot.roster,
  });
}

/**
 * Old news is dropped. After a gap nothing is believed any more until a snapshot has come. Who speaks is told again and
 * again at the same version, because a word about it may be lost.
 */
function withChanges(room: RoomMemory, changes: Changes): RoomMemory {
  const ahead = changes.version - room.version;
  if (room.behind || ahead < 0) return room;
  else if (ahead > 1) return { ...room, behind: true };
  else if (ahead === 1) return settled(applied(room, changes));
  else return settled(withSpeaker(room, changes));
}

function withSpeaker(room: RoomMemory, { speaker }: Pick<Changes, 'speaker'>): RoomMemory {
  return speaker === undefined ? room : { ...room, speaker, lastSpeaker: speaker ?? room.lastSpeaker };
}

function applied(room: RoomMemory, changes: Changes): RoomMemory {
  const known = renamedIn(room.chat, changes.renamed);
  const chat = changes.chat === undefined ? known : mergedLines(known, changes.chat);
  return {
    ...withSpeaker(room, changes),
    version: changes.version,
    phase: changes.state === 'ended' ? 'ended' : room.phase,
    state: changes.state ?? room.state,
    liveAt: changes.liveAt === undefined ? room.liveAt : changes.liveAt,
    count: changes.count ?? room.count,
    stage: changes.stage ?? room.stage,
    chat,
    unread: unreadAfter(room, chat),
    people: changes.people === undefined ? room.people : peopleAfter(room.people, changes.people),
    roster: rosterAfter(room.roster, changes.roster),
  };
}

/** Lines that are here already, under the names their authors go by now. */
function renamedIn(chat: ChatLine[], renamed: Listed[] = []): ChatLine[] {
  if (renamed.length === 0) return chat;
  const names = new Map(renamed.map(({ attendeeId, name }) => [attendeeId, name]));
  return chat.map((line) => ({ ...line, name: names.get(line.attendeeId) ?? line.name }));
}

/** Closed, the list holds nobody, whatever was known before. */
function rosterAfter(roster: RoomMemory['roster'], news: Changes['roster']): RoomMemory['roster'] {
  if (news === undefined) return roster;
  return { open: news.open, here: news.open ? peopleAfter(roster.here, news) : [] };
}

/** Lines that came back with the others leave the outbox; whoever is no longer on the stage is not its last speaker. */
function settled(room: RoomMemory): RoomMemory {
  const known = new Set(room.chat.map(({ chatId }) => chatId));
  const outbox = room.outbox.filter(({ chatId }) => chatId === undefined || !known.has(chatId));
  const there = room.stage.some(({ attendeeId }) => attendeeId === room.lastSpeaker);
  return { ...room, outbox, lastSpeaker: there ? room.lastSpeaker : null };
}

function peopleAfter<Somebody extends Person | Listed>(
  people: Somebody[],
  { here, gone }: { here: Somebody[]; gone: string[] },
): Somebody[] {
  const byId = new Map([...people, ...here].map((person) => [person.attendeeId, person]));
  for (const attendeeId of gone) byId.delete(attendeeId);
  return [...byId.values()];
}

/** In the audience there is no microphone to turn on again. */
function withYou(room: RoomMemory, you: Snapshot['you']): RoomMemory {
  return { ...room, you, notices: isOnStage(you.role) ? room.notices : withoutMuted(room) };
}

function withOwn(room: RoomMemory, { source, is }: { source: MediaSource; is: Switch }): RoomMemory {
  const heard = source === 'microphone' && is === 'on';
  return { ...room, own: { ...room.own, [source]: is }, notices: heard ? withoutMuted(room) : room.notices };
}

const MUTED = 'The host muted your microphone. Nobody hears you until you turn it on again.';

const withoutMuted = ({ notices }: RoomMemory) => notices.filter(({ words }) => words !== MUTED);

function mutedByHost(room: RoomMemory): RoomMemory {
  const quiet = room.own.microphone === 'on' ? 'paused' : room.own.microphone;
  const next: RoomMemory = { ...room, own: { ...room.own, microphone: quiet } };
  return isOnStage(room.you.role) ? withNotice(next, MUTED, 'warn') : next;
}

function withNotice(room: RoomMemory, words: string, tone: Notice['tone']): RoomMemory {
  const noticeId = (room.notices.at(-1)?.noticeId ?? 0) + 1;
  const others = room.notices.filter((notice) => notice.words !== words);
  return { ...room, notices: [...others, { noticeId, words, tone }] };
}
