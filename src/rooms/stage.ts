import type { MediaSource } from '../protocol/media.ts';
import { type Attendee, asOnStage } from './attendee.ts';
import type { RoomOnStage } from './names.ts';

/** Those in a room who may publish, in the order they came to the stage; few, however large the audience. */
export class Stage {
  readonly #people = new Map<string, Attendee>();

  /** As everybody sees it. */
  get seen(): RoomOnStage[] {
    return [...this.#people.values()].flatMap(asOnStage);
  }

  /** On it or off it, by role and presence. Says which. */
  settle(attendee: Attendee): boolean {
    const on = attendee.role !== 'attendee' && attendee.presence === 'here';
    if (on) this.#people.set(attendee.id, attendee);
    else this.#people.delete(attendee.id);
    return on;
  }

  clear(): void {
    this.#people.clear();
  }

  /** Whose sources these producers are. */
  sourcesOf(producerIds: string[]): [Attendee, MediaSource[]][] {
    const those = new Set(producerIds);
    return [...this.#people.values()].flatMap((attendee): [Attendee, MediaSource[]][] => {
      const streams = [...attendee.streams].filter(([, { producerId }]) => those.has(producerId));
      return streams.length === 0 ? [] : [[attendee, streams.map(([source]) => source)]];
    });
  }

  /** Everything that is published, except by one. */
  producersBut(attendeeId: string): string[] {
    const others = [...this.#people.values()].filter(({ id }) => id !== attendeeId);
    return others.flatMap(({ streams }) => [...streams.values()].map(({ producerId }) => producerId));
  }
}
