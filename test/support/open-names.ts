import { releasedBefore } from '#src/gateway/release.ts';
import { seal } from '#src/platform/personal.ts';
import type { OpenNames } from '#src/rooms/introductions.ts';

/** A name as it comes in at a door. */
export const sealedName = (name: string, about: string) => seal('name', name, { about, under: 1, via: 'form' });

/** Opens names without a database, and notes for whom. `fails` says when the releases cannot be written. */
export function namesInMemory({ fails = (): boolean => false } = {}): OpenNames & { written: string[][] } {
  const written: string[][] = [];
  const write = (ear: string, count: number) => {
    if (fails()) throw new Error('The releases could not be written.');
    written.push(Array.from({ length: count }, () => ear));
  };

  return {
    written,
    async forHost({ hostId: to }, names) {
      write('host', names.length);
      return names.map((name) => releasedBefore('tell-host-who-came', name, { to, releaseId: 1n }));
    },
    async forParticipants({ webinarId: to }, names) {
      write('participants', names.length);
      return names.map((name) => releasedBefore('carry-into-room', name, { to, releaseId: 1n }));
    },
    async forRoster({ webinarId: to }, names) {
      write('roster', names.length);
      return new Map(names.map((name) => [name.about, releasedBefore('carry-into-room', name, { to, releaseId: 1n })]));
    },
  };
}
