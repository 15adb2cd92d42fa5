import { type ReadonlySignal, signal } from '@preact/signals';
import type { RoomBootstrap } from '../../../protocol/room-messages.ts';
import { type RoomEvent, remember } from './remember.ts';
import { atTheDoor, type RoomMemory } from './state.ts';

/** The one place where the room is remembered: everybody may look, and change it only by telling what happened. */
export type Memory = { readonly now: ReadonlySignal<RoomMemory>; tell(event: RoomEvent): void };

export function createMemory(page: RoomBootstrap): Memory {
  const now = signal(atTheDoor(page));
  return {
    now,
    tell(event) {
      now.value = remember(now.peek(), event);
    },
  };
}
