import type { RoomState } from '../protocol/room-messages.ts';
import type { RoomChanges, RoomChatLine, RoomListed, RoomOnStage, RoomPerson } from './names.ts';

/** Who hears what: the host also hears who is here; everybody else hears a number. */
export type Audience = 'host' | 'everybody';

/** What the room looks like now, to whoever writes down the changes. */
export type View = {
  readonly state: RoomState;
  readonly liveAt: number | null;
  readonly count: number;
  readonly stage: RoomOnStage[];
  readonly speaker: string | null;
  /** `undefined` when they are not here any more. */
  person(attendeeId: string): RoomPerson | undefined;
  readonly rosterOpen: boolean;
  /** `undefined` when they are not in the list, or not any more. */
  listed(attendeeId: string): RoomListed | undefined;
};

/** What each audience may be told. A name that was released to the host alone has no place in what everybody hears. */
type Told = { host: RoomChanges; everybody: RoomChanges & { people?: never } };

/** One message for one audience. `mayBeLost` when the next one repeats it. */
export type Word<To extends Audience = Audience> = { changes: Told[To]; mayBeLost: boolean };
export type Tick = { [To in Audience]?: Word<To> };

type Part = 'state' | 'count' | 'stage' | 'roster';
type Facts<To extends Audience> = Omit<Told[To], 'version'>;

/**
 * Gathers what happened in a room until the next tick. 500 people who join within one tick cost two messages, one for
 * each audience. Each audience has its own version, because most of what the host hears the others do not.
 */
export class PendingChanges {
  readonly version = { host: 0, everybody: 0 };
  /** The last chat line that has been sent; later ones are still to come. */
  chatId = 0;
  readonly #parts = new Set<Part>();
  readonly #people = new Set<string>();
  readonly #listed = new Set<string>();
  readonly #renamed = new Map<string, RoomListed>();
  #chat: RoomChatLine[] = [];
  readonly #speaker: Record<Audience, 'told' | 'new' | 'perhaps lost'> = { host: 'told', everybody: 'told' };

  mark(...parts: Part[]): void {
    for (const part of parts) this.#parts.add(part);
  }

  person(attendeeId: string): void {
    this.#people.add(attendeeId);
  }

  line(line: RoomChatLine): void {
    this.#chat.push(line);
  }

  /** Somebody came into the list of who is here, goes by another name in it, or left it. */
  listed(attendeeId: string): void {
    this.#parts.add('roster');
    this.#listed.add(attendeeId);
  }

  /** The author of lines that were said before goes by another name. */
  renamed(author: RoomListed): void {
    this.#renamed.set(author.attendeeId, author);
  }

  speaker(): void {
    this.#speaker.host = 'new';
    this.#speaker.everybody = 'new';
  }

  /** The one message for each audience, and a clean sheet. Nobody hears anything when nothing happened. */
  drain(view: View): Tick {
    const common = this.#common(view);
    const people = this.#peopleIn(view);
    const forHost: Facts<'host'> | undefined = people === undefined ? common : { ...common, people };
    const host = this.#word('host', forHost, view);
    const everybody = this.#word('everybody', common, view);
    const tick = { ...(host && { host }), ...(everybody && { everybody }) };

    this.chatId = this.#chat.at(-1)?.chatId ?? this.chatId;
    this.#chat = [];
    this.#parts.clear();
    this.#people.clear();
    this.#listed.clear();
    this.#renamed.clear();
    return tick;
  }

  #word<To extends Audience>(audience: To, facts: Facts<To> | undefined, { speaker }: View): Word<To> | undefined {
    const known = this.#speaker[audience];

    if (facts !== undefined) {
      this.#speaker[audience] = 'told';
      const changes = { version: ++this.version[audience], ...facts, ...(known !== 'told' && { speaker }) };
      return { changes, mayBeLost: false };
    } else if (known === 'new') {
      this.#speaker[audience] = 'perhaps lost';
      return { changes: { version: this.version[audience], speaker }, mayBeLost: true };
    } else {
      return undefined;
    }
  }

  #common(view: View): Facts<'everybody'> | undefined {
    if (this.#parts.size + this.#chat.length + this.#renamed.size === 0) return undefined;

    return {
      ...(this.#parts.has('state') && { state: view.state, liveAt: view.liveAt }),
      ...(this.#parts.has('count') && { count: view.count }),
      ...(this.#parts.has('stage') && { stage: view.stage }),
      ...(this.#chat.length > 0 && { chat: this.#chat }),
      ...(this.#renamed.size > 0 && { renamed: [...this.#renamed.values()] }),
      ...(this.#parts.has('roster') && { roster: this.#rosterIn(view) }),
    };
  }

  #rosterIn(view: View): { open: boolean; here: RoomListed[]; gone: string[] } {
    const open = view.rosterOpen;
    return open ? { open, ...sorted(this.#listed, (id) => view.listed(id)) } : { open, here: [], gone: [] };
  }

  #peopleIn(view: View): RoomChanges['people'] {
    return this.#people.size === 0 ? undefined : sorted(this.#people, (id) => view.person(id));
  }
}

/** Those of whom there is something to see, and the others. */
function sorted<Seen>(ids: Iterable<string>, see: (id: string) => Seen | undefined): { here: Seen[]; gone: string[] } {
  const here: Seen[] = [];
  const gone: string[] = [];
  for (const id of ids) {
    const seen = see(id);
    if (seen === undefined) gone.push(id);
    else here.push(seen);
  }
  return { here, gone };
}
