import type { MediaSource } from '../../../protocol/media.ts';
import type {
  ChatLine,
  Listed,
  OnStage,
  Person,
  RoomBootstrap,
  RoomRole,
  RoomState,
  ServerEvents,
  Snapshot,
} from '../../../protocol/room-messages.ts';

export type Phase = 'green-room' | 'joining' | 'in-room' | 'ended' | 'removed' | 'moved' | 'failed';
export type Connection = 'connected' | 'reconnecting';
/** `none`: nobody sends anything to us. `connecting`: the first packets are on their way. */
export type Media = 'none' | 'connecting' | 'flowing' | 'restarting';
/** `paused` keeps the device open and sends nothing; `off` has let go of it. */
export type Switch = 'off' | 'starting' | 'on' | 'paused';
export type Panel = 'chat' | 'people';

/** A chat line of ours until everybody has it. `said` waits only to come back with the others. */
export type Outgoing = {
  localId: number;
  text: string;
  state: 'sending' | 'said' | 'failed';
  chatId?: number;
  why?: string;
};

/** Something to tell the person once, on the screen. */
export type Notice = { noticeId: number; words: string; tone: 'plain' | 'warn' };

export type Goodbye = Parameters<ServerEvents['goodbye']>[0];

/** Everything one page remembers of its room. Plain values only: no track, no element, no socket. */
export type RoomMemory = {
  phase: Phase;
  /** Why the room could not be entered or is over, in a sentence. */
  ending: string;
  connection: Connection;
  media: Media;
  /** A version was missed: what is here is old until a snapshot comes. */
  behind: boolean;
  version: number;
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  clockAhead: number;
  title: string;
  hostName: string;
  startsAt: number;
  state: RoomState;
  liveAt: number | null;
  you: Snapshot['you'];
  count: number;
  stage: OnStage[];
  /** Who is talking now. */
  speaker: string | null;
  /** Who talked last: the stage stays with them through a silence. */
  lastSpeaker: string | null;
  chat: ChatLine[];
  people: Person[];
  /** The list of who is here, which holds those alone who agreed; empty while the host has it closed. */
  roster: { open: boolean; here: Listed[] };
  /** What somebody agrees to who stands in it. */
  showNameWords: string;
  outbox: Outgoing[];
  unread: number;
  panel: Panel;
  own: Record<MediaSource, Switch>;
  /** The browser will not play sound until the person has touched the page. */
  soundBlocked: boolean;
  notices: Notice[];
  /** For people who listen to the page: what just happened. The number makes equal sentences heard twice. */
  announcement: { number: number; words: string };
};

const OVER: readonly Phase[] = ['ended', 'removed', 'moved', 'failed'];
export const isOver = (phase: Phase): boolean => OVER.includes(phase);
export const isOnStage = (role: RoomRole): boolean => role !== 'attendee';

/** Whether this person is to be asked for their place in the list: once, and only while the host has it open. */
export const isAsked = ({ roster, you }: Pick<RoomMemory, 'roster' | 'you'>): boolean =>
  roster.open && you.role === 'attendee' && you.listing === 'unasked';

/** What is known before anything was asked: the page said it. */
export function atTheDoor(page: RoomBootstrap): RoomMemory {
  return {
    phase: page.state === 'ended' ? 'ended' : 'green-room',
    ending: '',
    connection: 'connected',
    media: 'none',
    behind: false,
    version: 0,
    clockAhead: 0,
    title: page.title,
    hostName: page.hostName,
    startsAt: page.startsAt,
    state: page.state,
    liveAt: null,
    you: { attendeeId: '', name: page.name, role: page.role, handRaisedAt: null, listing: 'unasked' },
    count: 0,
    stage: [],
    speaker: null,
    lastSpeaker: null,
    chat: [],
    people: [],
    roster: { open: false, here: [] },
    showNameWords: page.showNameWords,
    outbox: [],
    unread: 0,
    panel: 'chat',
    own: { 'microphone': 'off', 'camera': 'off', 'screen': 'off', 'screen-audio': 'off' },
    soundBlocked: false,
    notices: [],
    announcement: { number: 0, words: '' },
  };
}
