import type { Memory } from '../remember/memory.ts';
import { isOnStage } from '../remember/state.ts';
import type { Talk } from '../talk/talk.ts';

/** Ctrl+D for the microphone and Ctrl+E for the camera: with a second key, so that nobody mutes by typing. */
export function listenToKeys({ memory, talk }: { memory: Memory; talk: Talk }): void {
  document.addEventListener('keydown', (event) => {
    const act = { d: () => talk.own.toggleMicrophone(), e: () => talk.own.toggleCamera() }[event.key.toLowerCase()];
    const plain = event.ctrlKey && !event.altKey && !event.shiftKey && !event.metaKey;
    const { phase, you } = memory.now.peek();
    const may = isOnStage(you.role) && (phase === 'in-room' || phase === 'green-room');
    if (act === undefined || !plain || !may) return;

    event.preventDefault();
    if (!event.repeat) void act();
  });
}
