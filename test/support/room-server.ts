import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { vi } from 'vitest';
import { readConfig } from '#src/platform/config.ts';
import { Refusal } from '#src/platform/errors.ts';
import { type AttendeeId, newId, type PersonId, type WebinarId } from '#src/platform/ids.ts';
import { openLog } from '#src/platform/log.ts';
import type { Answer, Answers, Request, RequestName, ServerEvents, Snapshot } from '#src/protocol/room-messages.ts';
import { type Claims, issueToken } from '#src/rooms/join-token.ts';
import { openRoomsOver } from '#src/rooms/open-rooms.ts';
import { FakeSfu } from './fake-sfu.ts';
import { namesInMemory, sealedName } from './open-names.ts';
import { samplesAbout } from './room-samples.ts';

const secrets = { session: 's'.repeat(43), join: 'j'.repeat(43), hash: 'h'.repeat(43) };

export type Who = {
  name: string;
  id?: string;
  role?: 'host' | 'attendee';
  personId?: string;
  webinarId?: string;
  session?: string;
};

/** One browser's socket, with what it was told. */
export class Line {
  readonly socket: Socket;
  readonly told: [string, ...unknown[]][] = [];
  /** Everything that came over the wire, as text. */
  readonly frames: string[] = [];

  constructor(url: string, token: unknown, headers: Record<string, string> = {}) {
    this.socket = io(url, {
      transports: ['websocket'],
      auth: { token },
      forceNew: true,
      reconnection: false,
      extraHeaders: headers,
    });
    this.socket.onAny((event: string, ...words: unknown[]) => void this.told.push([event, ...words]));
    this.socket.io.engine.on('packet', ({ data }: { data?: unknown }) => void this.frames.push(String(data)));
  }

  ask<Name extends RequestName>(name: Name, request: Request<Name>): Promise<Answer<Answers[Name]>> {
    return this.raw(name, request) as Promise<Answer<Answers[Name]>>;
  }

  /** Sends anything under any name. */
  raw(name: string, ...words: unknown[]): Promise<Answer<unknown>> {
    return this.socket.emitWithAck(name, ...words);
  }

  async get<Name extends RequestName>(name: Name, request: Request<Name>): Promise<Answers[Name]> {
    const answer = await this.ask(name, request);
    if (!answer.ok) throw new Error(`${name}: ${answer.code}`);
    return answer.value;
  }

  join(): Promise<Answers['join']> {
    return this.get('join', samplesAbout('nobody').join);
  }

  async snapshot(): Promise<Snapshot> {
    return (await this.get('catch-up', {})).snapshot;
  }

  heard<Name extends keyof ServerEvents>(name: Name): Parameters<ServerEvents[Name]>[] {
    return this.told.filter(([event]) => event === name).map(([, ...words]) => words as Parameters<ServerEvents[Name]>);
  }

  /** Resolves with the reason when the connection has ended. */
  gone(): Promise<string> {
    return new Promise((resolve) => this.socket.once('disconnect', resolve));
  }

  /** The code with which the connection is refused. */
  async refusal(): Promise<string> {
    const error: { data?: { code?: string } } = await new Promise((resolve) =>
      this.socket.once('connect_error', resolve),
    );
    return error.data?.code ?? 'none';
  }
}

export type RoomServer = Awaited<ReturnType<typeof openRoomServer>>;

/** The real gateway on a real port, over webinars in memory and media that flows nowhere. */
export async function openRoomServer() {
  const sfu = new FakeSfu();
  const clock = () => new Date();
  const webinars = new Map(['mushrooms', 'bread'].map((id) => [id, webinar(id)]));
  const lines: Line[] = [];
  const ended = new Set<string>();
  const members = new Map<string, string>();
  const renamed = new Set<string>();
  const named = (id: PersonId) => ({ id, name: sealedName(members.get(id) ?? 'Nobody', id) });

  const rooms = openRoomsOver(
    { config: readConfig({}), secrets, clock, log: openLog('silent'), sfu },
    {
      async findWebinar(id) {
        const found = webinars.get(id);
        if (found === undefined) throw new Refusal('not-found');
        return found;
      },
      goLive: async (id) => void Object.assign(webinars.get(id) ?? {}, { liveAt: clock() }),
      endWebinar: async (id) => void Object.assign(webinars.get(id) ?? {}, { endedAt: clock() }),
      endedSessions: async (keys) => new Set(keys).intersection(ended),
      noteSignals: async () => {},
      findNames: async (ids) => ids.flatMap((id) => named(id)),
      findRenamed: async (ids) => ids.flatMap((id) => (renamed.has(id) ? named(id) : [])),
      findUnlisted: async () => [],
      names: namesInMemory(),
      noteMove: () => {},
      decideListing: async () => 7n,
    },
  );

  const http = createServer((_request, response) => void response.end());
  rooms.attach(http);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const tokenFor = ({
    name,
    id = newId(),
    role = 'attendee',
    personId,
    webinarId = 'mushrooms',
    session,
  }: Who): string => {
    const claims: Claims = { webinarId: webinarId as WebinarId, attendeeId: id as AttendeeId, role, session };
    // Whoever hosts has an account; everybody without one is a guest.
    const account = personId ?? (role === 'host' ? 'ada' : undefined);
    const guest = { name: sealedName(name, id), agePassedAt: 0 };
    if (account !== undefined) members.set(account, name);
    return issueToken(
      { secrets, clock },
      account === undefined ? { ...claims, ...guest } : { ...claims, personId: account as PersonId },
    );
  };
  const dial = (token: unknown, headers?: Record<string, string>): Line => {
    const line = new Line(url, token, headers);
    lines.push(line);
    return line;
  };

  return {
    url,
    sfu,
    rooms,
    secrets,
    tokenFor,
    dial,
    /** Connects without joining. */
    async connect(who: Who): Promise<Line> {
      const line = dial(tokenFor(who));
      await new Promise<void>((resolve, reject) => {
        line.socket.once('connect', resolve);
        line.socket.once('connect_error', reject);
      });
      return line;
    },
    async enter(who: Who): Promise<Line> {
      const line = await this.connect(who);
      await line.join();
      return line;
    },
    /** A member goes by another name from now on. */
    rename(personId: string, name: string): void {
      members.set(personId, name);
      renamed.add(personId);
    },
    /** Somebody signs out of the site, in whatever way. */
    endSession: (key: string) => void ended.add(key),
    /** Something happens to a webinar while nobody looks. */
    change(id: string, what: { endedAt?: Date | null; cancelledAt?: Date | null }): void {
      Object.assign(webinars.get(id) ?? {}, what);
    },
    async close(): Promise<void> {
      for (const { socket } of lines) socket.disconnect();
      await rooms.close();
      http.close();
    },
  };
}

const webinar = (id: string) => ({
  id: id as WebinarId,
  hostId: 'ada' as PersonId,
  title: `About ${id}`,
  liveAt: null as Date | null,
  endedAt: null as Date | null,
  cancelledAt: null as Date | null,
});

/** Waits until something is so. The limit only says when it never will be; a busy machine may take its time. */
export const eventually = <T>(isSo: () => T | Promise<T>, interval = 20): Promise<T> =>
  vi.waitFor(isSo, { timeout: 25_000, interval });
