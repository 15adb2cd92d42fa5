import { Refusal } from '../platform/errors.ts';
import type { WebinarId } from '../platform/ids.ts';
import type { Secrets } from '../platform/secrets.ts';
import { type Claims, readToken, TOKEN_SECONDS } from './join-token.ts';
import { LiveRoom, type LiveRoomParts, SIGNED_OUT } from './live-room.ts';
import type { Room } from './room.ts';

/** What a room needs to know of its webinar, read once when the first person connects. */
type WebinarFacts = {
  id: WebinarId;
  title: string;
  liveAt: Date | null;
  endedAt: Date | null;
  cancelledAt: Date | null;
};

export type LiveRoomsParts = Omit<LiveRoomParts, 'closed'> & {
  secrets: Pick<Secrets, 'join'>;
  /** Refuses with `not-found`. */
  findWebinar(id: WebinarId): Promise<WebinarFacts>;
  /** Those of these sessions that are over. */
  endedSessions(keys: string[]): Promise<Set<string>>;
};

/**
 * An empty room is forgotten when the last token for it has run out, so that nobody who was removed can come back to a
 * room that does not remember.
 */
const FORGET_MS = TOKEN_SECONDS * 1000;
const SWEEP_MS = 10 * 60_000;

/**
 * How often we look who has signed out. Asked of the database, because a session can end in many ways and in another
 * process. Longer, and somebody who signed out on another device is heard for longer; shorter only costs queries.
 */
const SESSIONS_MS = 1_000;

/** Every room that somebody is in, or was in a short while ago. */
export class LiveRooms {
  readonly #parts: LiveRoomsParts;
  readonly #rooms = new Map<WebinarId, { live: LiveRoom; usedAt: number }>();
  readonly #opening = new Map<WebinarId, Promise<LiveRoom>>();
  readonly #sweeping: NodeJS.Timeout;
  readonly #watching: NodeJS.Timeout;
  #asking = false;

  constructor(parts: LiveRoomsParts) {
    this.#parts = parts;
    this.#sweeping = setInterval(() => this.#forgetUnused(), SWEEP_MS).unref();
    this.#watching = setInterval(() => void this.#endSessions(), SESSIONS_MS).unref();
  }

  /** The room a token is for. Refuses a token that is not ours, too old or of somebody who has signed out, a removed attendee, and a webinar that is over. */
  async admit(token: unknown): Promise<{ live: LiveRoom; claims: Claims }> {
    const claims = readToken(this.#parts, token);
    if (claims === undefined) {
      throw new Refusal('not-allowed', { sentence: 'Your place in this room has expired. Open the webinar again.' });
    }

    await this.#mustBeSignedIn(claims);
    const live = await this.#open(claims.webinarId);
    live.room.admit(claims);
    return { live, claims };
  }

  /** What the page of a room has to know before anybody connects. */
  find(id: WebinarId): Pick<Room, 'state' | 'roleOf' | 'isBarred'> | undefined {
    return this.#rooms.get(id)?.live.room;
  }

  /** For health checks and tests. */
  count(): { rooms: number; people: number; connections: number } {
    const rooms = [...this.#rooms.values()].map(({ live }) => live);
    const sum = (of: (live: LiveRoom) => number) => rooms.reduce((total, live) => total + of(live), 0);
    return {
      rooms: rooms.length,
      people: sum(({ room }) => room.count),
      connections: sum(({ connections }) => connections),
    };
  }

  close(): void {
    clearInterval(this.#sweeping);
    clearInterval(this.#watching);
    for (const { live } of this.#rooms.values()) live.close();
  }

  /** A guest has no session that could end. */
  async #mustBeSignedIn({ session }: Claims): Promise<void> {
    const ended = session !== undefined && (await this.#parts.endedSessions([session])).has(session);
    if (ended) throw new Refusal('not-allowed', { sentence: SIGNED_OUT });
  }

  /** While the database does not answer nobody is put out; the next look is a moment later. */
  async #endSessions(): Promise<void> {
    const keys = [...this.#rooms.values()].flatMap(({ live }) => live.sessions);
    if (keys.length === 0 || this.#asking) return;

    this.#asking = true;
    try {
      const ended = await this.#parts.endedSessions(keys);
      for (const { live } of this.#rooms.values()) live.endSessions(ended);
    } catch (error) {
      this.#parts.log.error('rooms.sessions-unknown', error);
    } finally {
      this.#asking = false;
    }
  }

  /** However many connect at once, the webinar is read once and there is one room. */
  async #open(id: WebinarId): Promise<LiveRoom> {
    const known = this.#rooms.get(id);
    if (known !== undefined) {
      known.usedAt = this.#now();
      return known.live;
    }

    const opening = this.#opening.get(id) ?? this.#make(id).finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return opening;
  }

  async #make(id: WebinarId): Promise<LiveRoom> {
    const webinar = await this.#parts.findWebinar(id);
    if (webinar.cancelledAt !== null) throw new Refusal('room-ended', { sentence: 'This webinar was cancelled.' });
    if (webinar.endedAt !== null) throw new Refusal('room-ended');

    const live = new LiveRoom(webinar, { ...this.#parts, closed: (closed) => this.#rooms.delete(closed) });
    this.#rooms.set(id, { live, usedAt: this.#now() });
    return live;
  }

  #forgetUnused(): void {
    for (const each of this.#rooms.values()) {
      if (each.live.room.count + each.live.connections > 0) each.usedAt = this.#now();
      else if (this.#now() - each.usedAt > FORGET_MS) each.live.close();
    }
  }

  #now(): number {
    return this.#parts.clock().getTime();
  }
}
