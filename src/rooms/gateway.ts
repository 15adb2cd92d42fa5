import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server, type Socket } from 'socket.io';
import type { Config } from '../platform/config.ts';
import { Refusal } from '../platform/errors.ts';
import { fromOurOwnPages } from '../platform/http/same-origin.ts';
import { type Signals, signalsIn } from '../platform/http/signals.ts';
import type { Log } from '../platform/log.ts';
import { unwrap } from '../platform/personal.ts';
import type { Changes, Handshake, Refused, ServerEvents } from '../protocol/room-messages.ts';
import { refused } from './answer.ts';
import type { Attendee, Named } from './attendee.ts';
import type { Audience, Word } from './changes.ts';
import type { Place } from './introductions.ts';
import type { Connection, LiveRoom } from './live-room.ts';
import { Pace } from './pace.ts';
import { type Listener, mayHear } from './rules.ts';

export type Admitted = { live: LiveRoom; claims: Named };
type RoomSocket = Socket<Record<string, never>, ServerEvents, Record<string, never>, { admitted: Admitted }>;
type RoomServer = Server<Record<string, never>, ServerEvents, Record<string, never>, { admitted: Admitted }>;

/** What should be there, before anybody has looked. */
type Unread<T> = { [Key in keyof T]?: unknown };

/** The words of an event as a browser gets them. */
type Plain<Name extends keyof ServerEvents> = Parameters<ServerEvents[Name]>;

type Parts = { config: Pick<Config, 'BASE_URL'>; log: Log };

export type Gateway = {
  broadcast<To extends Audience>(place: Place, audience: To, word: Word<To>): void;
  /** Lets people in, by their tokens, and with what their browsers ask of every site. */
  open(admit: (token: unknown, signals: Signals) => Promise<Admitted>): void;
  attach(server: HttpServer): void;
  /** Closes every connection without a goodbye and takes no new one. The web server is left to whoever opened it. */
  close(): Promise<void>;
};

/** The largest message we read. A `join` of a browser with many codecs is about 12 KiB. */
const LARGEST_MESSAGE = 64 * 1024;

/** Together a dead connection is noticed within ten seconds: half of the time that its attendee is given to return. */
const PING = { pingInterval: 5_000, pingTimeout: 5_000 };

/** A connection that does not show its token by then is closed, so that idle strangers cost nothing. */
const TOKEN_WITHIN_MS = 2_000;

/** Messages of any kind on one connection, counted before they are read. A page at its busiest sends ten a second. */
const ANY_MESSAGE = { points: 200, seconds: 10 };

/** What may wait for a browser that does not read, in characters: four of the longest snapshots. More is our memory, not its. */
const MOST_UNREAD = 1024 * 1024;

/** The only place that knows socket.io: who may connect, and what goes in and out. */
export function openGateway({ config, log }: Parts): Gateway {
  const lines = new Set<Duplex>();
  let closing = false;
  const io: RoomServer = new Server({
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: LARGEST_MESSAGE,
    connectTimeout: TOKEN_WITHIN_MS,
    ...PING,
    allowRequest: (request, decide) => {
      const ours = fromOurOwnPages(request.headers, config.BASE_URL);
      if (!ours) forbid(request);
      decide(null, ours && !closing);
    },
  });

  return {
    broadcast: (place, audience, { changes, mayBeLost }) => {
      const heard = io.to(`${place.webinarId} ${audience}`);
      const plain = asHeardBy(listenersIn(place, audience), changes) as Changes;
      (mayBeLost ? heard.volatile : heard).emit('changes', plain);
    },
    open(admit) {
      io.use((socket, next) => {
        const { token }: Unread<Handshake> = socket.handshake.auth;
        admit(token, signalsIn(socket.request)).then(
          (admitted) => {
            socket.data.admitted = admitted;
            next();
          },
          (error: unknown) => next(turnedAway(error, log)),
        );
      });
      io.on('connection', (socket) => welcome(socket, log));
    },
    attach(server) {
      server.on('upgrade', (_request, line) => {
        lines.add(line);
        line.once('close', () => lines.delete(line));
      });
      io.attach(server);
    },
    async close() {
      closing = true;
      io.engine?.close();
      await hungUp(lines);
    },
  };
}

/** How long a browser may take to say goodbye on its side; one that sleeps would hold the stop of the server. */
const HANG_UP_WITHIN_MS = 500;

async function hungUp(lines: Set<Duplex>): Promise<void> {
  const impatient = setTimeout(() => {
    for (const line of lines) line.destroy();
  }, HANG_UP_WITHIN_MS);
  // A line that breaks while it is hung up is as good as one that closes; `once` of events would take it for a failure.
  await Promise.all([...lines].map((line) => new Promise((resolve) => line.once('close', resolve))));
  clearTimeout(impatient);
}

function welcome(socket: RoomSocket, log: Log): void {
  const { live, claims } = socket.data.admitted;
  const listener = listenerOf(live, claims);
  const connection = connectionOver(socket, listener);
  endUnread(socket.conn);
  // The request of the handshake, its cookies and the token would stay in memory as long as the connection.
  Object.assign(socket.conn, { request: null });
  Object.assign(socket.handshake, { headers: {}, auth: {} });

  let attendee: Attendee;
  try {
    attendee = live.connect(claims, connection);
  } catch {
    // The room ended, or the host removed them, between the token and here. A new try is told why.
    connection.close();
    return;
  }

  listen(socket, live, { attendee, connection, listener, log });
  socket.on('disconnect', () => {
    live.disconnect(attendee, connection);
    // socket.io would keep a line open on which nobody is any more.
    socket.conn.close();
  });
}

/**
 * Ends the line of a browser that stays and does not read. Pings do not tell: the answer to one can be sent without having
 * read it.
 */
function endUnread(line: RoomSocket['conn']): void {
  let unread = 0;
  line.on('flush', () => {
    unread = 0;
  });
  line.on('packetCreate', ({ data }: { data?: unknown }) => {
    unread += typeof data === 'string' ? data.length : 0;
    // Not in the middle of a message to everybody, whose receivers are being counted.
    if (unread > MOST_UNREAD) setImmediate(() => line.close(true));
  });
}

type Listening = { attendee: Attendee; connection: Connection; listener: Listener; log: Log };

/** Every packet passes here and goes no further into socket.io, so that no name of an event can mean anything to it. */
function listen(socket: RoomSocket, live: LiveRoom, { attendee, connection, listener, log }: Listening): void {
  const pace = new Pace();

  socket.use((packet: unknown[]) => {
    const reply = replyIn(packet);
    const retryAfter = pace.take('any', ANY_MESSAGE, Date.now());
    if (retryAfter > 0) {
      reply(refused(new Refusal('too-many', { retryAfter })));
      stopFlood(pace, live, attendee);
      return;
    }

    live
      .ask(attendee, connection, packet)
      .then((answer) => {
        reply(asHeardBy(listener, answer));
        stopFlood(attendee.pace, live, attendee);
      })
      .catch((error: unknown) => {
        log.error('room.answer-withheld', error);
        reply(refused(new Refusal('bug')));
      });
  });
}

function stopFlood(pace: Pace, live: LiveRoom, attendee: Attendee): void {
  if (pace.hasFlooded()) live.dismiss(attendee, 'not-allowed');
}

/** Takes the function that answers off the end of a packet. Whoever did not ask for an answer gets none. */
function replyIn(packet: unknown[]): (answer: unknown) => void {
  const last = packet.at(-1);
  if (typeof last !== 'function') return () => {};

  packet.pop();
  return last as (answer: unknown) => void;
}

function connectionOver(socket: RoomSocket, listener: Listener): Connection {
  return {
    tell: (event, ...words) => void socket.emit(event, ...(asHeardBy(listener, words) as Plain<typeof event>)),
    follow: (audience) => void socket.join(`${listener.webinarId} ${audience}`),
    close: () => void socket.disconnect(true),
  };
}

/** The one place at which opened values become text on a line. What was not opened for whoever listens throws. */
const asHeardBy = (listener: Listener, words: unknown): unknown => unwrap(words, (value) => mayHear(listener, value));

const listenerOf = ({ room: { webinarId, hostId } }: LiveRoom, { role, name }: Named): Listener => ({
  webinarId,
  hostId,
  isHost: role === 'host',
  self: name.about,
});

const listenersIn = ({ webinarId, hostId }: Place, audience: Audience): Listener => ({
  webinarId,
  hostId,
  isHost: audience === 'host',
  self: audience === 'host' ? hostId : undefined,
});

/** What the browser finds in `connect_error`. A bug of ours is written down and is worth another try. */
function turnedAway(error: unknown, log: Log): Error & { data: Refused } {
  const refusal = error instanceof Refusal ? error : new Refusal('unavailable');
  if (refusal !== error) log.error('room.admission-failed', error);

  const { code, message } = refusal;
  return Object.assign(new Error(message), { data: { code: codeOf(code), message } });
}

function codeOf(code: string): Refused['code'] {
  return code === 'not-allowed' || code === 'not-found' || code === 'removed' || code === 'room-ended'
    ? code
    : 'unavailable';
}

/** engine.io answers a refused upgrade with 400; this says what it is. */
function forbid({ socket }: IncomingMessage): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
