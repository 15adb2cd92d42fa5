import { Refusal } from '../platform/errors.ts';
import type { PersonId, WebinarId } from '../platform/ids.ts';
import type { Personal, Subject } from '../platform/personal.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { Named } from './attendee.ts';
import { type Claims, readToken, TOKEN_SECONDS } from './join-token.ts';
import { LiveRoom, type LiveRoomParts, SIGNED_OUT } from './live-room.ts';
import type { Room, RoomFacts } from './room.ts';

/** What a room needs to know of its webinar, read once when the first person connects. */
type WebinarFacts = RoomFacts & { endedAt: Date | null; cancelledAt: Date | null };

type NameOf = { id: PersonId; name: Personal<'name'> };

export type LiveRoomsParts = Omit<LiveRoomParts, 'closed'> & {
  secrets: Pick<Secrets, 'join'>;
  /** Refuses with `not-found`. */
  findWebinar(id: WebinarId): Promise<WebinarFacts>;
  /** Those of these sessions that are over. */
  endedSessions(keys: string[]): Promise<Set<string>>;
  /** The names of members as they are now. */
  findNames(ids: PersonId[]): Promise<NameOf[]>;
  /** Those of these members whose account has changed since then. */
  findRenamed(ids: PersonId[], since: Date): Promise<NameOf[]>;
  /** Who has taken back, since then, that their name stands in the list of one of these webinars. */
  findUnlisted(webinars: WebinarId[], since: Date): Promise<{ subject: Subject; recipientId: string }[]>;
};

/**
 * An empty room is forgotten when the last token for it has run out, so that nobody who was removed can come back to a
 * room that does not remember.
 */
const FORGET_MS = TOKEN_SECONDS * 1000;
const SWEEP_MS = 10 * 60_000;

/**
 * How often we look who has signed out, goes by another name or has left the list. Asked of the database, because all of it
 * can happen in another process. Longer, and somebody who signed out on another device is heard for longer; shorter only
 * costs queries.
 */
const LOOK_MS = 1_000;

/** How far each look goes back beyond the one before, for what was written down a moment before it was committed. */
const OVERLAP_MS = 10_000;

/** Every room that somebody is in, or was in a short while ago. */
export class LiveRooms {
  readonly #parts: LiveRoomsParts;
  readonly #rooms = new Map<WebinarId, { live: LiveRoom; usedAt: number }>();
  readonly #opening = new Map<WebinarId, Promise<LiveRoom>>();
  readonly #sweeping: NodeJS.Timeout;
  readonly #watching: NodeJS.Timeout;
  #looking = false;
  #lookedAt: Date;

  constructor(parts: LiveRoomsParts) {
    this.#parts = parts;
    this.#lookedAt = parts.clock();
    this.#sweeping = setInterval(() => this.#forgetUnused(), SWEEP_MS).unref();
    this.#watching = setInterval(() => void this.#look(), LOOK_MS).unref();
  }

  /** The room a token is for. Refuses a token that is not ours, too old or of somebody who has signed out, a removed attendee, and a webinar that is over. */
  async admit(token: unknown): Promise<{ live: LiveRoom; claims: Named }> {
    const claims = readToken(this.#parts, token);
    if (claims === undefined) {
      throw new Refusal('not-allowed', { sentence: 'Your place in this room has expired. Open the webinar again.' });
    }

    await this.#mustBeSignedIn(claims);
    const named = { ...claims, name: await this.#nameOf(claims) };
    const live = await this.#open(claims.webinarId);
    live.room.admit(named);
    return { live, claims: named };
  }

  /** What the page of a room has to know before anybody connects. */
  find(id: WebinarId): Pick<Room, 'state' | 'people'> | undefined {
    return this.#rooms.get(id)?.live.room;
  }

  /** For health checks and tests. */
  count(): { rooms: number; people: number; connections: number } {
    const rooms = this.#all();
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

  async #nameOf({ name, personId }: Claims): Promise<Personal<'name'>> {
    if (personId === undefined && name !== undefined) return name;

    const [member] = personId === undefined ? [] : await this.#parts.findNames([personId]);
    if (member === undefined) throw new Refusal('not-allowed', { sentence: SIGNED_OUT });
    return member.name;
  }

  /** While the database does not answer nobody is put out and nothing changes; the next look is a moment later. */
  async #look(): Promise<void> {
    if (this.#looking) return;

    this.#looking = true;
    try {
      const now = this.#parts.clock();
      const since = new Date(this.#lookedAt.getTime() - OVERLAP_MS);
      await Promise.all([this.#endSessions(), this.#rename(since), this.#unlist(since)]);
      this.#lookedAt = now;
      for (const live of this.#all()) live.introduceAgain();
    } catch (error) {
      this.#parts.log.error('rooms.changes-unknown', error);
    } finally {
      this.#looking = false;
    }
  }

  async #endSessions(): Promise<void> {
    const keys = this.#all().flatMap(({ sessions }) => sessions);
    if (keys.length === 0) return;

    const ended = await this.#parts.endedSessions(keys);
    for (const live of this.#all()) live.endSessions(ended);
  }

  async #rename(since: Date): Promise<void> {
    const ids = this.#all().flatMap(({ members }) => members);
    const renamed = ids.length === 0 ? [] : await this.#parts.findRenamed(ids, since);
    for (const { id, name } of renamed) for (const live of this.#all()) live.rename(id, name);
  }

  async #unlist(since: Date): Promise<void> {
    const webinars = this.#all().flatMap(({ room }) => (room.people.shown.length === 0 ? [] : [room.webinarId]));
    const unlisted = webinars.length === 0 ? [] : await this.#parts.findUnlisted(webinars, since);
    const byWebinar = Map.groupBy(unlisted, ({ recipientId }) => recipientId);
    for (const live of this.#all()) {
      const those = byWebinar.get(live.room.webinarId) ?? [];
      live.unlist(new Set(those.map(({ subject }) => subject)));
    }
  }

  #all(): LiveRoom[] {
    return [...this.#rooms.values()].map(({ live }) => live);
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
