import { vi } from 'vitest';
import type { AttendeeId, PersonId, WebinarId } from '#src/platform/ids.ts';
import { openLog } from '#src/platform/log.ts';
import { unwrap } from '#src/platform/personal.ts';
import type { Answer, Answers, Changes, Request, RequestName, ServerEvents } from '#src/protocol/room-messages.ts';
import type { Attendee } from '#src/rooms/attendee.ts';
import type { Audience } from '#src/rooms/changes.ts';
import { type Connection, LiveRoom } from '#src/rooms/live-room.ts';
import { FakeSfu, type FakeSfuRoom } from './fake-sfu.ts';
import { namesInMemory, sealedName } from './open-names.ts';
import { microphone, samplesAbout } from './room-samples.ts';

/** One browser of one attendee, without a socket. */
export class Browser {
  readonly told: [string, ...unknown[]][] = [];
  readonly audiences = new Set<Audience>();
  readonly connection: Connection;
  readonly attendee: Attendee;
  readonly #live: LiveRoom;
  closed = false;

  constructor(live: LiveRoom, who: { id: string; name: string; role?: 'host' | 'attendee'; personId?: string }) {
    this.#live = live;
    this.connection = {
      tell: (event, ...words) => void this.told.push([event, ...asText(words)]),
      follow: (audience) => void this.audiences.add(audience),
      close: () => {
        this.closed = true;
      },
    };
    this.attendee = live.connect(
      {
        webinarId: live.room.webinarId,
        attendeeId: who.id as AttendeeId,
        personId: who.personId as PersonId | undefined,
        name: sealedName(who.name, who.personId ?? who.id),
        role: who.role ?? 'attendee',
      },
      this.connection,
    );
  }

  async ask<Name extends RequestName>(name: Name, request: Request<Name>): Promise<Answer<Answers[Name]>> {
    return asText(await this.#live.ask(this.attendee, this.connection, [name, request])) as Answer<Answers[Name]>;
  }

  /** Asks, and expects a yes. */
  async get<Name extends RequestName>(name: Name, request: Request<Name>): Promise<Answers[Name]> {
    const answer = await this.ask(name, request);
    if (!answer.ok) throw new Error(`${name}: ${answer.code}`);
    return answer.value;
  }

  join() {
    return this.get('join', samplesAbout('nobody').join);
  }

  async turnOnMicrophone(): Promise<string> {
    await this.get('open-send-transport', samplesAbout('nobody')['open-send-transport']);
    return (await this.get('produce', microphone)).producerId;
  }

  drop(): void {
    this.#live.disconnect(this.attendee, this.connection);
  }

  heard<Name extends keyof ServerEvents>(name: Name): Parameters<ServerEvents[Name]>[] {
    return this.told.filter(([event]) => event === name).map(([, ...words]) => words as Parameters<ServerEvents[Name]>);
  }
}

/** Opened names as text; whom they were opened for is for the gateway's own tests. */
const asText = <Words>(words: Words) => unwrap(words, () => true) as Words;

export type TestRoom = {
  live: LiveRoom;
  sfu: FakeSfuRoom;
  /** What was written down, in order. */
  written: string[];
  /** The log, line by line. */
  logged: string[];
  /** What each audience was told, in order. */
  broadcasts: { audience: Audience; changes: Changes; mayBeLost: boolean }[];
  /** Who came and who left, in order. */
  moves: string[];
  /** How names were opened. */
  names: ReturnType<typeof namesInMemory>;
  enter(name: string, role?: 'host' | 'attendee'): Promise<Browser>;
};

type Spoken = { changes: Changes; mayBeLost: boolean };

/** A room in memory: real rules, real books, no sockets, no media and no database. */
export function openTestRoom({
  liveAt = null as Date | null,
  id = 'webinar-1',
  clock = () => new Date(),
  goLive = (): Promise<void> => Promise.resolve(),
  names = namesInMemory(),
} = {}): TestRoom {
  const sfu = new FakeSfu();
  const written: string[] = [];
  const logged: string[] = [];
  const moves: string[] = [];
  const broadcasts: TestRoom['broadcasts'] = [];
  const live = new LiveRoom(
    { id: id as WebinarId, hostId: 'ada' as PersonId, title: 'Growing mushrooms in a cellar', liveAt },
    {
      sfu,
      clock,
      log: openLog('debug', { write: (line) => void logged.push(line) }),
      broadcast: (_place, audience, word) => void broadcasts.push({ audience, ...(asText<unknown>(word) as Spoken) }),
      names,
      noteMove: (_place, { id }, { how }) => void moves.push(`${id} ${how}`),
      decideListing: async (_place, { id }, shown) => {
        written.push(`${id} ${shown ? 'agrees' : 'takes it back'}`);
        return 7n;
      },
      async goLive() {
        await goLive();
        written.push('live');
      },
      endWebinar: async () => void written.push('ended'),
      closed: () => void written.push('forgotten'),
    },
  );

  const room = sfu.rooms[0];
  if (room === undefined) throw new Error('The room opened no media.');
  return {
    live,
    sfu: room,
    written,
    logged,
    broadcasts,
    moves,
    names,
    async enter(name, role = 'attendee') {
      const browser = new Browser(live, { id: name.toLowerCase().replace(/[^a-z]/g, ''), name, role });
      await browser.join();
      return browser;
    },
  };
}

/** Ada hosts and Chloé attends, live. For tests with fake timers. */
export async function liveRoom() {
  const room = openTestRoom({ liveAt: new Date() });
  const ada = await room.enter('Ada', 'host');
  const chloe = await room.enter('Chloe');
  await tick();
  return { ...room, ada, chloe };
}

/** Lets the time pass for which changes are gathered. */
export const tick = () => vi.advanceTimersByTimeAsync(150);
