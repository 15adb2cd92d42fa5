import { effect, untracked } from '@preact/signals';
import type { RoomBootstrap, ServerEvents, Snapshot } from '../../../protocol/room-messages.ts';
import type { Memory } from '../remember/memory.ts';
import { afterReconnect, afterRefusal, streamsThatLeft, waitBefore } from '../remember/recover.ts';
import { isOnStage, isOver, type RoomMemory } from '../remember/state.ts';
import { Connection, Refused } from './connection.ts';
import type { Devices } from './devices.ts';
import { Unsupported } from './kit.ts';
import { Media } from './media.ts';
import { OwnMedia } from './own-media.ts';

type Parts = { page: RoomBootstrap; memory: Memory; devices: Devices };

/** Somebody who leaves is not kept waiting by a slow line; without the word they are missed a few seconds later. */
const LEAVE_WITHIN_MS = 1_000;
const FAILED = 'The room could not be reached. Try again in a moment.';

/** Keeps one page in its room: joins, listens, comes back after a gap, and lets go at the end. */
export class Talk {
  readonly connection: Connection;
  readonly media: Media;
  readonly own: OwnMedia;
  readonly #memory: Memory;
  #entering = false;
  #catchingUp: Promise<void> | undefined;

  constructor({ page, memory, devices }: Parts) {
    this.#memory = memory;
    this.connection = new Connection(
      { token: page.joinToken },
      {
        connected: () => void this.#connected(),
        disconnected: () => memory.tell({ type: 'disconnected' }),
        refused: (refusal) => this.#refused(refusal),
      },
    );
    this.media = new Media({ page, memory, ask: this.connection.ask });
    this.own = new OwnMedia({ memory, devices, publishing: this.media.publishing });
    this.connection.hear(this.#events());
    this.#follow();
  }

  /** Enters the room with what was switched on in the green room. */
  join(): void {
    this.#memory.tell({ type: 'joining' });
    this.connection.open();
  }

  /** Says goodbye, so that nobody waits for this page to come back, and lets go of everything. */
  async leave(): Promise<void> {
    const said = this.connection.ask('leave', {}).catch(() => {});
    await Promise.race([said, new Promise((goOn) => setTimeout(goOn, LEAVE_WITHIN_MS))]);
    this.#letGo();
  }

  async #connected(): Promise<void> {
    const { phase } = this.#memory.now.peek();
    if (phase === 'joining') await this.#enter(0);
    else if (phase !== 'in-room') return;
    else if (afterReconnect(this.media.receiving.health) === 'join') await this.#enter(0);
    else await this.#catchUp();
  }

  /** One round trip: what we can do goes out; the room, the transport and all streams come back. */
  async #enter(attempt: number): Promise<void> {
    if (this.#entering) return;
    this.#entering = true;
    const trouble = await this.#tryToEnter().finally(() => {
      this.#entering = false;
    });
    // Offline: the next connection tries by itself.
    if (trouble === undefined || trouble.code === 'offline') return;
    else if (afterRefusal(trouble.code) === 'again')
      setTimeout(() => void this.#enterAgain(attempt + 1), waitBefore(attempt, 0.5));
    else this.#refused(trouble);
  }

  async #enterAgain(attempt: number): Promise<void> {
    const { phase } = this.#memory.now.peek();
    if (phase === 'joining' || phase === 'in-room') await this.#enter(attempt);
  }

  async #tryToEnter(): Promise<Refused | undefined> {
    const again = this.#memory.now.peek().phase === 'in-room';
    try {
      const kit = await this.media.kit;
      const { rtpCapabilities, fingerprints } = kit;
      const { snapshot, ...media } = await this.connection.ask('join', { rtpCapabilities, fingerprints });
      this.#memory.tell({ type: 'snapshot', snapshot, at: Date.now() });
      await this.media.receiving.start(kit, media);
      await (again ? this.media.publishing.restart() : this.own.sendChosen());
      return undefined;
    } catch (error) {
      if (error instanceof Refused) return error;
      else return new Refused('failed', error instanceof Unsupported ? error.message : FAILED);
    }
  }

  /** After a gap: the whole room once more. Who is not known any more enters anew. */
  #catchUp(): Promise<void> {
    this.#catchingUp ??= this.#tryToCatchUp().finally(() => {
      this.#catchingUp = undefined;
    });
    return this.#catchingUp;
  }

  async #tryToCatchUp(): Promise<void> {
    try {
      const { snapshot } = await this.connection.ask('catch-up', {});
      this.#memory.tell({ type: 'snapshot', snapshot, at: Date.now() });
      await this.media.publishing.mendAgainst(ownStreams(snapshot));
    } catch (error) {
      const code = error instanceof Refused ? error.code : 'join-first';
      if (code === 'no-answer') setTimeout(() => void this.#catchUp(), waitBefore(0, 0.5));
      else if (code !== 'offline') await this.#enter(0);
    }
  }

  #refused({ code, message }: Refused): void {
    const what = afterRefusal(code);
    if (what === 'failed' || what === 'again') this.#memory.tell({ type: 'failed', words: message });
    else this.#memory.tell({ type: 'goodbye', why: { code: what === 'ended' ? 'room-ended' : what, message } });
  }

  #events(): ServerEvents {
    const { tell } = this.#memory;
    return {
      'changes': (changes) => tell({ type: 'changes', changes }),
      'you': (you) => tell({ type: 'you', you }),
      'consumers-added': ({ consumers }) => void this.media.receiving.add(consumers).catch(() => {}),
      'media-lost': () => void this.media.rejoin(),
      'muted': () => {
        this.media.publishing.silence('microphone');
        tell({ type: 'muted-by-host' });
      },
      'goodbye': (why) => tell({ type: 'goodbye', why }),
    };
  }

  /** What the room does to this page: streams end, roles change, versions are missed, it is over. */
  #follow(): void {
    let before = this.#memory.now.peek();
    effect(() => {
      const now = this.#memory.now.value;
      const was = before;
      before = now;
      untracked(() => this.#step(was, now));
    });
  }

  #step(was: RoomMemory, now: RoomMemory): void {
    if (now.stage !== was.stage) this.media.receiving.drop(streamsThatLeft(was.stage, now.stage));
    if (isOnStage(was.you.role) && !isOnStage(now.you.role)) this.own.release();
    if (now.behind && !was.behind) void this.#catchUp();
    if (isOver(now.phase) && !isOver(was.phase)) this.#letGo();
  }

  #letGo(): void {
    this.connection.close();
    this.own.release();
    this.media.close();
  }
}

const ownStreams = ({ stage, you }: Snapshot) =>
  stage.find(({ attendeeId }) => attendeeId === you.attendeeId)?.streams ?? [];
