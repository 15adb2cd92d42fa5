import type { Changes, ChatLine, OnStage, Person, RoomState } from '../protocol/room-messages.ts';

/** Who hears what: the host also hears who is here; everybody else hears a number. */
export type Audience = 'host' | 'everybody';

/** What the room looks like now, to whoever writes down the changes. */
export type View = {
  readonly state: RoomState;
  readonly liveAt: number | null;
  readonly count: number;
  readonly stage: OnStage[];
  readonly speaker: string | null;
  /** `undefined` when they are not here any more. */
  person(attendeeId: string): Person | undefined;
};

/** One message for one audience. `mayBeLost` when the next one repeats it. */
export type Word = { changes: Changes; mayBeLost: boolean };
export type Tick = Partial<Record<Audience, Word>>;

type Part = 'state' | 'count' | 'stage';
type Facts = Omit<Changes, 'version'>;

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
  #chat: ChatLine[] = [];
  readonly #speaker: Record<Audience, 'told' | 'new' | 'perhaps lost'> = { host: 'told', everybody: 'told' };

  mark(...parts: Part[]): void {
    for (const part of parts) this.#parts.add(part);
  }

  person(attendeeId: string): void {
    this.#people.add(attendeeId);
  }

  line(line: ChatLine): void {
    this.#chat.push(line);
  }

  speaker(): void {
    this.#speaker.host = 'new';
    this.#speaker.everybody = 'new';
  }

  /** The one message for each audience, and a clean sheet. Nobody hears anything when nothing happened. */
  drain(view: View): Tick {
    const common = this.#common(view);
    const people = this.#peopleIn(view);
    const forHost = people === undefined ? common : { ...common, people };
    const tick = { ...this.#word('host', forHost, view), ...this.#word('everybody', common, view) };

    this.chatId = this.#chat.at(-1)?.chatId ?? this.chatId;
    this.#chat = [];
    this.#parts.clear();
    this.#people.clear();
    return tick;
  }

  #word(audience: Audience, facts: Facts | undefined, { speaker }: View): Tick {
    const known = this.#speaker[audience];

    if (facts !== undefined) {
      this.#speaker[audience] = 'told';
      const changes = { version: ++this.version[audience], ...facts, ...(known !== 'told' && { speaker }) };
      return { [audience]: { changes, mayBeLost: false } };
    } else if (known === 'new') {
      this.#speaker[audience] = 'perhaps lost';
      return { [audience]: { changes: { version: this.version[audience], speaker }, mayBeLost: true } };
    } else {
      return {};
    }
  }

  #common(view: View): Facts | undefined {
    if (this.#parts.size === 0 && this.#chat.length === 0) return undefined;

    return {
      ...(this.#parts.has('state') && { state: view.state, liveAt: view.liveAt }),
      ...(this.#parts.has('count') && { count: view.count }),
      ...(this.#parts.has('stage') && { stage: view.stage }),
      ...(this.#chat.length > 0 && { chat: this.#chat }),
    };
  }

  #peopleIn(view: View): Changes['people'] {
    if (this.#people.size === 0) return undefined;

    const here: Person[] = [];
    const gone: string[] = [];
    for (const attendeeId of this.#people) {
      const person = view.person(attendeeId);
      if (person === undefined) gone.push(attendeeId);
      else here.push(person);
    }
    return { here, gone };
  }
}
