import { compute, showOwn } from '../gateway/release.ts';
import type { Clock } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';
import type { AttendeeId, PersonId, WebinarId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Personal } from '../platform/personal.ts';
import type { Answer } from '../protocol/room-messages.ts';
import type { Sfu, SfuRoom } from '../sfu/sfu.ts';
import { answer } from './answer.ts';
import { type Attendee, asYou, audienceOf, type Ear, missingEars, type Named } from './attendee.ts';
import type { Audience, Word } from './changes.ts';
import { Forwarding } from './forwarding.ts';
import { Introductions, type OpenNames, type Place } from './introductions.ts';
import type { Present } from './message.ts';
import type { RoomEvents } from './names.ts';
import { type Move, Room, type RoomFacts } from './room.ts';

/** One browser's line to us, as the gateway hands it over. */
export type Connection = {
  tell<Name extends keyof RoomEvents>(event: Name, ...words: Parameters<RoomEvents[Name]>): void;
  /** From here on the audience's messages reach this connection. */
  follow(audience: Audience): void;
  close(): void;
};

export type LiveRoomParts = {
  sfu: Sfu;
  clock: Clock;
  log: Log;
  /** One message to everybody of an audience; packed once, however many they are. */
  broadcast<To extends Audience>(place: Place, audience: To, word: Word<To>): void;
  names: OpenNames;
  /** Who came and who left is written down in the background. */
  noteMove(place: Place, attendee: Attendee, move: { how: Move; at: Date }): void;
  /** Writes that somebody agrees to be in the list of who is here, or takes it back; the number of the receipt, if there is one. */
  decideListing(place: Place, attendee: Attendee, shown: boolean): Promise<bigint | undefined>;
  goLive(id: WebinarId): Promise<void>;
  endWebinar(id: WebinarId): Promise<void>;
  /** The room is over and can be forgotten. */
  closed(id: WebinarId): void;
};

/** How long changes are gathered. Longer is felt in the chat; shorter sends more messages when many come at once. */
const TICK_MS = 150;

/** How long somebody whose connection dropped keeps place, role, hand and media. Longer, and ghosts stay on the stage. */
const GRACE_MS = 20_000;

/** A room with the people's connections, their media and the time that passes between them. */
export class LiveRoom {
  readonly room: Room;
  readonly #parts: LiveRoomParts;
  readonly #sfu: SfuRoom;
  readonly #forwarding: Forwarding;
  readonly #introductions: Introductions;
  readonly #connections = new Map<AttendeeId, Connection>();
  /** Of the members among those who are connected or may return without a new page. */
  readonly #sessions = new Map<AttendeeId, { attendee: Attendee; session: string }>();
  readonly #graces = new Map<AttendeeId, NodeJS.Timeout>();
  readonly #turns = new Map<AttendeeId, Promise<unknown>>();
  #tick: NodeJS.Timeout | undefined;

  constructor(facts: RoomFacts, parts: LiveRoomParts) {
    const soon = () => this.#soon();
    this.#parts = parts;
    this.room = new Room(facts, { clock: parts.clock, changed: soon, moved: (whom, how) => this.#moved(whom, how) });
    this.#introductions = new Introductions({
      ...parts,
      place: this.#place,
      opened: (attendee, ear) => this.#introduced(attendee, ear),
    });
    this.#sfu = parts.sfu.openRoom({
      mediaLost: (peerIds) => this.#forwarding.lost(peerIds),
      producersLost: (producerIds) => this.room.lose(producerIds),
      speakerChanged: (peerId) => this.room.speaks(peerId ?? null),
    });
    this.#forwarding = new Forwarding({ room: this.room, sfu: this.#sfu, tell: this.#tell, log: parts.log, soon });
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** The sessions of the site that people are here with. */
  get sessions(): string[] {
    return [...this.#sessions.values()].map(({ session }) => session);
  }

  /** The newest connection of an attendee wins; the one before hears that it has moved. */
  connect(claims: Named, connection: Connection): Attendee {
    const attendee = this.room.admit(claims);
    this.#rename(attendee, claims.name);
    const before = this.#connections.get(attendee.id);
    this.#connections.set(attendee.id, connection);
    if (before !== undefined) sayGoodbye(before, 'moved');
    this.#sessions.delete(attendee.id);
    if (claims.session !== undefined) this.#sessions.set(attendee.id, { attendee, session: claims.session });

    clearTimeout(this.#graces.get(attendee.id));
    this.#graces.delete(attendee.id);
    this.room.connect(attendee, true);
    return attendee;
  }

  /** A connection dropped. Whoever had joined keeps everything for a while, in case they come back. */
  disconnect(attendee: Attendee, connection: Connection): void {
    if (this.#connections.get(attendee.id) !== connection) return;

    this.#connections.delete(attendee.id);
    this.room.connect(attendee, false);
    if (attendee.presence === 'here') {
      this.#graces.set(attendee.id, setTimeout(() => this.#depart(attendee), GRACE_MS).unref());
    } else {
      this.#depart(attendee);
    }
  }

  /** Answers one message. Messages of one attendee are taken one after the other, whichever connection they came on. */
  ask(attendee: Attendee, connection: Connection, message: unknown[]): Promise<Answer<unknown>> {
    const turn = (this.#turns.get(attendee.id) ?? Promise.resolve()).then(() =>
      answer(this.#parts, this.#present(attendee, connection), message),
    );
    this.#turns.set(attendee.id, turn);
    void turn.then(() => this.#turns.get(attendee.id) === turn && this.#turns.delete(attendee.id));
    return turn;
  }

  /** Ends the connection of somebody whom the host removed, or who does not stop sending. */
  dismiss(attendee: Attendee, code: 'removed' | 'not-allowed'): void {
    this.#putOut(attendee, code, code === 'not-allowed' ? FLOODED : undefined);
  }

  /** Puts out whoever is here with a session that has ended, also while their connection is lost. */
  endSessions(ended: Set<string>): void {
    for (const { attendee, session } of this.#sessions.values()) {
      if (ended.has(session)) this.#putOut(attendee, 'not-allowed', SIGNED_OUT);
    }
  }

  /** The members whose names may change while they are known here. */
  get members(): PersonId[] {
    return this.room.people.members.map(({ personId }) => personId);
  }

  /** A member goes by another name now: everybody who was told the old one is told the new one. */
  rename(personId: PersonId, name: Personal<'name'>): void {
    for (const member of this.room.people.members) if (member.personId === personId) this.#rename(member, name);
  }

  /** Takes those out of the list who took their agreement back somewhere else. */
  unlist(subjects: ReadonlySet<string>): void {
    for (const attendee of this.room.people.shown) if (subjects.has(attendee.name.about)) this.#list(attendee, false);
  }

  /** Opens what could not be opened before. */
  introduceAgain(): void {
    for (const [attendee, ear] of this.room.people.unopened) this.#introductions.soon(attendee, ear);
  }

  /** Ends the room without a word to anybody: the process stops, and browsers come back by themselves. */
  close(): void {
    clearTimeout(this.#tick);
    for (const grace of this.#graces.values()) clearTimeout(grace);
    this.#graces.clear();
    this.room.empty();
    this.#sfu.close();
    this.#parts.closed(this.room.webinarId);
  }

  #present(attendee: Attendee, connection: Connection): Present {
    return {
      room: this.room,
      attendee,
      sfu: this.#sfu,
      forwarding: this.#forwarding,
      tell: this.#tell,
      now: () => this.#parts.clock().getTime(),
      isCurrent: () => this.#connections.get(attendee.id) === connection,
      follow: () => connection.follow(audienceOf(attendee)),
      depart: (whom) => this.#depart(whom),
      dismiss: (whom, code) => this.dismiss(whom, code),
      nameForEverybody: (whom) => this.#introductions.forEverybody(whom),
      list: (shown) => this.#decideListing(attendee, shown),
      goLive: () => this.#goLive(),
      end: () => this.#end(),
    };
  }

  get #place(): Place {
    return { webinarId: this.room.webinarId, hostId: this.room.hostId };
  }

  #moved(attendee: Attendee, how: Move): void {
    if (attendee.role !== 'host') this.#parts.noteMove(this.#place, attendee, { how, at: this.#parts.clock() });
    if (how === 'came') for (const ear of missingEars(attendee)) this.#introductions.soon(attendee, ear);
  }

  #introduced(attendee: Attendee, ear: Ear): void {
    // Meanwhile they may have taken it back somewhere else.
    if (ear === 'roster' && attendee.opened.roster === undefined) this.#list(attendee, false);
    else this.room.introduce(attendee, ear);
  }

  #rename(attendee: Attendee, name: Personal<'name'>): void {
    if (isSame(attendee.name, name)) return;

    attendee.name = name;
    if (attendee.role === 'host') attendee.opened.host = showOwn(name, name.about);
    if (attendee.role === 'host') this.room.introduce(attendee, 'host');
    for (const ear of Object.keys(attendee.opened) as Ear[])
      if (ear !== 'host' || attendee.role !== 'host') this.#introductions.anew(attendee, ear);
    this.#tell(attendee, 'you', asYou(attendee));
  }

  /** Out of the list first and written after; into it the other way round. */
  async #decideListing(attendee: Attendee, shown: boolean): Promise<bigint | undefined> {
    if (!shown) this.#list(attendee, false);
    const receipt = await this.#parts.decideListing(this.#place, attendee, shown);
    if (shown) this.#list(attendee, true);
    return receipt;
  }

  #list(attendee: Attendee, shown: boolean): void {
    this.room.list(attendee, shown);
    if (shown) this.#introductions.soon(attendee, 'roster');
    this.#tell(attendee, 'you', asYou(attendee));
  }

  async #goLive(): Promise<void> {
    const at = this.#parts.clock();
    await this.#parts.goLive(this.room.webinarId);
    this.room.goLive(at);
  }

  async #end(): Promise<void> {
    await this.#parts.endWebinar(this.room.webinarId);
    this.room.end();
    this.#sayWhatChanged();

    for (const connection of this.#connections.values()) sayGoodbye(connection, 'room-ended');
    this.#connections.clear();
    this.close();
  }

  #putOut(attendee: Attendee, code: Goodbye, sentence?: string): void {
    const connection = this.#connections.get(attendee.id);
    this.#connections.delete(attendee.id);
    this.#depart(attendee);
    if (connection !== undefined) sayGoodbye(connection, code, sentence);
  }

  #depart(attendee: Attendee): void {
    if (!this.#connections.has(attendee.id)) this.#sessions.delete(attendee.id);
    clearTimeout(this.#graces.get(attendee.id));
    this.#graces.delete(attendee.id);
    this.room.depart(attendee);
    this.#forwarding.leave(attendee);
  }

  readonly #tell = <Name extends keyof RoomEvents>(
    attendee: Attendee,
    event: Name,
    ...words: Parameters<RoomEvents[Name]>
  ): void => this.#connections.get(attendee.id)?.tell(event, ...words);

  #soon(): void {
    this.#tick ??= setTimeout(() => {
      this.#tick = undefined;
      try {
        this.#sayWhatChanged();
      } catch (error) {
        // A name that nobody may hear is not told, and the room goes on; its browsers catch up with what they missed.
        this.#parts.log.error('room.not-told', error);
      }
      // The stage is told before its streams are offered, so that nobody is offered what they have not heard of.
      this.#forwarding.round().catch((error: unknown) => this.#parts.log.error('room.round-failed', error));
    }, TICK_MS).unref();
  }

  #sayWhatChanged(): void {
    const { host, everybody } = this.room.tick();
    if (host !== undefined) this.#parts.broadcast(this.#place, 'host', host);
    if (everybody !== undefined) this.#parts.broadcast(this.#place, 'everybody', everybody);
  }
}

export const SIGNED_OUT = 'You have been signed out, so you have left the room. Open the webinar again to come back.';
const FLOODED = 'This page sent far too much at once, so its connection was ended. Reload it to come back.';

type Goodbye = Parameters<RoomEvents['goodbye']>[0]['code'];

/** The last word first, then the end: the answer to the message that caused it still has to go out in between. */
function sayGoodbye(connection: Connection, code: Goodbye, sentence?: string): void {
  connection.tell('goodbye', { code, message: sentence ?? new Refusal(code).message });
  setImmediate(() => connection.close());
}

const isSame = (one: Personal<'name'>, other: Personal<'name'>): boolean =>
  compute('run-service', one, (name) => compute('run-service', other, (another) => name === another));
