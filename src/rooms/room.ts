import type { Clock } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId, WebinarId } from '../platform/ids.ts';
import type { MediaSource } from '../protocol/media.ts';
import type { RoomRole, RoomState } from '../protocol/room-messages.ts';
import { type Attendee, asListed, asPerson, asYou, audienceOf, type Ear, type Named } from './attendee.ts';
import { PendingChanges, type Tick, type View } from './changes.ts';
import { Chat } from './chat.ts';
import type { Names, RoomChatLine, RoomListed, RoomOnStage, RoomPerson, RoomSnapshot } from './names.ts';
import { People } from './people.ts';
import { hearsStage } from './rules.ts';
import { Stage } from './stage.ts';

export type RoomFacts = { id: WebinarId; hostId: PersonId; title: string; liveAt: Date | null };

type Parts = {
  clock: Clock;
  /** Called whenever there is something to tell; many calls make one tick. */
  changed(): void;
  /** Somebody came, or is not here any more. */
  moved(attendee: Attendee, how: Move): void;
};

export type Move = 'came' | 'left';

/** One live webinar, held in memory: who is here, what they may do, what they said. Knows no sockets and no media. */
export class Room implements View {
  readonly webinarId: WebinarId;
  readonly hostId: PersonId;
  readonly title: string;
  readonly #parts: Parts;
  readonly #pending = new PendingChanges();
  readonly people = new People();
  readonly #stage = new Stage();
  readonly #chat = new Chat();
  #speaker: string | null = null;
  #rosterOpen = false;
  #state: RoomState;
  #liveAt: number | null;

  constructor(facts: RoomFacts, parts: Parts) {
    this.webinarId = facts.id;
    this.hostId = facts.hostId;
    this.title = facts.title;
    this.#parts = parts;
    this.#state = facts.liveAt === null ? 'backstage' : 'live';
    this.#liveAt = facts.liveAt?.getTime() ?? null;
  }

  get state(): RoomState {
    return this.#state;
  }

  get liveAt(): number | null {
    return this.#liveAt;
  }

  get count(): number {
    return this.people.here.size;
  }

  get speaker(): string | null {
    return this.#speaker;
  }

  /** Host and panelists who are here, in the order they came to the stage. */
  get stage(): RoomOnStage[] {
    return this.#stage.seen;
  }

  /** Whether the host lets those who agree see each other's names. */
  get rosterOpen(): boolean {
    return this.#rosterOpen;
  }

  /** Somebody who is here as the host sees them. */
  person(attendeeId: string): RoomPerson | undefined {
    const attendee = this.people.here.get(attendeeId);
    return attendee && asPerson(attendee);
  }

  /** Somebody who is in the list of who is here. */
  listed(attendeeId: string): RoomListed | undefined {
    const attendee = this.people.here.get(attendeeId);
    return attendee && this.#rosterOpen ? asListed(attendee) : undefined;
  }

  /** The attendee these claims speak of, as the room remembers them. Refuses whoever was removed. */
  admit(claims: Named): Attendee {
    if (this.people.isBarred(claims)) throw new Refusal('removed');
    if (this.#state === 'ended') throw new Refusal('room-ended');

    return this.people.know(claims);
  }

  arrive(attendee: Attendee): void {
    if (attendee.presence !== 'newcomer') return;

    attendee.presence = 'here';
    this.people.here.set(attendee.id, attendee);
    this.#cameOrWent(attendee);
    this.#parts.moved(attendee, 'came');
  }

  depart(attendee: Attendee): void {
    if (attendee.presence !== 'here') return;

    attendee.presence = 'newcomer';
    attendee.handRaisedAt = null;
    attendee.streams.clear();
    this.people.here.delete(attendee.id);
    this.#cameOrWent(attendee);
    this.#parts.moved(attendee, 'left');
  }

  /** A name has been opened: from now on they hear of it. In the chat it also stands on the lines said before. */
  introduce(attendee: Attendee, ear: Ear): void {
    if (ear === 'host') {
      this.#personChanged(attendee);
    } else if (ear === 'roster') {
      this.#listedChanged(attendee);
    } else {
      if (attendee.role !== 'attendee') this.#stageChanged(attendee);
      this.#renameLines(attendee);
    }
  }

  connect(attendee: Attendee, connected: boolean): void {
    attendee.connected = connected;
    if (attendee.presence === 'here') this.#personChanged(attendee);
  }

  /** Out, and barred for the life of the room: the token, and for a member the account. */
  remove(attendee: Attendee): void {
    this.depart(attendee);
    this.people.bar(attendee);
  }

  giveRole(attendee: Attendee, role: RoomRole): void {
    attendee.role = role;
    attendee.handRaisedAt = null;
    if (role === 'attendee') attendee.streams.clear();
    this.#personChanged(attendee);
    this.#stageChanged(attendee);
    if (attendee.listing === 'shown') this.#listedChanged(attendee);
  }

  /** Opens the list of who is here, or closes it: then it is gone from every page at once. */
  openRoster(open: boolean): void {
    this.#rosterOpen = open;
    this.#mark('roster');
    for (const attendee of this.people.shown) this.#listedChanged(attendee);
  }

  /** Notes somebody's answer. They are in the list as soon as their name has been opened for it, and out of it at once. */
  list(attendee: Attendee, shown: boolean): void {
    attendee.listing = shown ? 'shown' : 'hidden';
    if (!shown) delete attendee.opened.roster;
    this.#listedChanged(attendee);
  }

  raiseHand(attendee: Attendee): void {
    attendee.handRaisedAt ??= this.#now();
    this.#personChanged(attendee);
  }

  lowerHand(attendee: Attendee): void {
    attendee.handRaisedAt = null;
    this.#personChanged(attendee);
  }

  /** Under a name that has been opened for everybody. */
  say(attendee: Attendee, name: Names['participants'], text: string): RoomChatLine {
    const line = this.#chat.say(attendee, name, { text, at: this.#now() });
    this.#pending.line(line);
    this.#parts.changed();
    return line;
  }

  publish(attendee: Attendee, source: MediaSource, producerId: string): void {
    attendee.streams.set(source, { producerId, paused: false });
    this.#stageChanged(attendee);
  }

  pause(attendee: Attendee, source: MediaSource, paused: boolean): void {
    const stream = attendee.streams.get(source);
    if (stream === undefined || stream.paused === paused) return;

    stream.paused = paused;
    this.#stageChanged(attendee);
  }

  unpublish(attendee: Attendee, ...sources: MediaSource[]): void {
    for (const source of sources) attendee.streams.delete(source);
    this.#stageChanged(attendee);
  }

  /** Producers that ended without anybody closing them. */
  lose(producerIds: string[]): void {
    for (const [attendee, sources] of this.#stage.sourcesOf(producerIds)) this.unpublish(attendee, ...sources);
  }

  /** What somebody is entitled to hear and see now: the stage, without themselves. */
  producersFor({ id, role }: Attendee): string[] {
    return hearsStage(role, this.#state) ? this.#stage.producersBut(id) : [];
  }

  speaks(attendeeId: string | null): void {
    if (this.#speaker === attendeeId) return;

    this.#speaker = attendeeId;
    this.#pending.speaker();
    this.#parts.changed();
  }

  goLive(at: Date): void {
    this.#state = 'live';
    this.#liveAt = at.getTime();
    this.#mark('state');
  }

  end(): void {
    this.#state = 'ended';
    this.#mark('state');
  }

  /** Nobody is here any more: the room is about to be forgotten. */
  empty(): void {
    for (const attendee of this.people.here.values()) this.#parts.moved(attendee, 'left');
    this.people.here.clear();
    this.#stage.clear();
  }

  /** Everything this attendee may know, exactly as of the version it names. */
  snapshot(attendee: Attendee): RoomSnapshot {
    const { version, chatId } = this.#pending;

    return {
      version: version[audienceOf(attendee)],
      now: this.#now(),
      title: this.title,
      state: this.#state,
      liveAt: this.#liveAt,
      you: asYou(attendee),
      count: this.count,
      stage: this.stage,
      speaker: this.#speaker,
      chat: this.#chat.until(chatId),
      roster: { open: this.#rosterOpen, here: [...this.people.here.keys()].flatMap((id) => this.listed(id) ?? []) },
      ...(attendee.role === 'host' && {
        people: [...this.people.here.values()].flatMap((each) => asPerson(each) ?? []),
      }),
    };
  }

  /** What has happened since the last call, once for each audience. */
  tick(): Tick {
    return this.#pending.drain(this);
  }

  #cameOrWent(attendee: Attendee): void {
    this.#personChanged(attendee);
    this.#mark('count');
    if (attendee.role !== 'attendee') this.#stageChanged(attendee);
    if (attendee.listing === 'shown') this.#listedChanged(attendee);
  }

  /** The host hears of nobody whose name has not been opened for them. */
  #personChanged({ id, opened }: Attendee): void {
    if (opened.host !== undefined) this.#pending.person(id);
    this.#parts.changed();
  }

  #listedChanged({ id }: Attendee): void {
    if (this.#rosterOpen) this.#pending.listed(id);
    this.#parts.changed();
  }

  #renameLines({ id, opened: { participants: name } }: Attendee): void {
    if (name === undefined || !this.#chat.rename({ attendeeId: id, name })) return;

    this.#pending.renamed({ attendeeId: id, name });
    this.#parts.changed();
  }

  #stageChanged(attendee: Attendee): void {
    const on = this.#stage.settle(attendee);
    if (!on && this.#speaker === attendee.id) this.speaks(null);
    this.#mark('stage');
  }

  #mark(part: 'state' | 'count' | 'stage' | 'roster'): void {
    this.#pending.mark(part);
    this.#parts.changed();
  }

  #now(): number {
    return this.#parts.clock().getTime();
  }
}
