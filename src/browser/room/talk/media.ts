import type { RoomBootstrap } from '../../../protocol/room-messages.ts';
import type { Memory } from '../remember/memory.ts';
import { afterRefusal, mediaState, waitBefore } from '../remember/recover.ts';
import { type Ask, Refused } from './connection.ts';
import { type Kit, prepareKit } from './kit.ts';
import { Path } from './path.ts';
import { Publishing } from './publish.ts';
import { Receiving } from './receive.ts';

type Parts = { page: RoomBootstrap; memory: Memory; ask: Ask };

/** Both halves of this page's media, and how they come back when something on the way breaks. */
export class Media {
  readonly kit: Promise<Kit>;
  readonly receiving: Receiving;
  readonly publishing: Publishing;
  readonly #parts: Parts;
  readonly #paths: Path[];
  #restart: Promise<void> | undefined;

  constructor(parts: Parts) {
    const { page, ask } = parts;
    const changed = () => this.#changed();
    this.#parts = parts;
    this.kit = prepareKit(page);
    // Whoever joins finds out; a page that only stands open has no use for the failure.
    this.kit.catch(() => {});
    this.receiving = new Receiving({ ask, changed });
    this.publishing = new Publishing({ kit: this.kit, ask, changed });
    this.#paths = [this.receiving, this.publishing].map(
      (half) =>
        new Path({ health: () => half.health, restartIce: () => half.restartIce(), rejoin: () => void this.rejoin() }),
    );
  }

  /** New media in both directions without a reload; chat, role and place stay. Many calls make one rejoining. */
  rejoin(): Promise<void> {
    this.#restart ??= this.#rejoin().finally(() => {
      this.#restart = undefined;
      this.#changed();
    });
    this.#changed();
    return this.#restart;
  }

  close(): void {
    this.receiving.close();
    this.publishing.close();
  }

  async #rejoin(): Promise<void> {
    for (let attempt = 0; this.#inRoom(); attempt += 1) {
      const code = await this.#tryRejoin();
      // Without a socket there is nothing to do here: when it is back, the room is joined anew.
      if (code === 'done' || code === 'offline' || afterRefusal(code) !== 'again') return;
      await new Promise((again) => setTimeout(again, waitBefore(attempt, 0.5)));
    }
  }

  async #tryRejoin(): Promise<string> {
    try {
      const { rtpCapabilities, fingerprints } = await this.kit;
      const media = await this.#parts.ask('rejoin-media', { rtpCapabilities, fingerprints });
      await this.receiving.start(await this.kit, media);
      await this.publishing.restart();
      return 'done';
    } catch (error) {
      if (error instanceof Refused && error.code === 'offline') this.receiving.close();
      return error instanceof Refused ? error.code : 'unavailable';
    }
  }

  #inRoom(): boolean {
    return this.#parts.memory.now.peek().phase === 'in-room';
  }

  #changed(): void {
    for (const path of this.#paths) path.changed();
    const halves = [
      { health: this.receiving.health, streams: this.receiving.incoming.peek().size },
      { health: this.publishing.health, streams: this.publishing.sources.length },
    ];
    const media = mediaState(halves, this.#restart !== undefined);
    if (media !== this.#parts.memory.now.peek().media) this.#parts.memory.tell({ type: 'media', media });
  }
}
