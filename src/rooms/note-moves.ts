import { Batches } from '../platform/batches.ts';
import type { Parts } from '../platform/parts.ts';
import { noteAttendance, type Visit } from '../webinars/note-attendance.ts';
import type { LiveRoomParts } from './live-room.ts';

/** When the database was away, who came and went is written down after this long. Shorter asks it while it is restarting. */
const AGAIN_MS = 5_000;

/** A hundred who come within a second are four writes. Longer, and a crash forgets more of them. */
const GATHER_MS = 250;

type Moves = {
  note: LiveRoomParts['noteMove'];
  /** Resolves when everything that could be written is. */
  settled(): Promise<void>;
};

/** Writes down who came and who left, many at once and behind everybody's back: nobody waits for it. */
export function noteMoves(parts: Pick<Parts, 'db' | 'clock' | 'log'>): Moves {
  const batches = new Batches<Visit>((visits) => noteAttendance(parts, visits), GATHER_MS);

  const note = (visit: Visit): void => {
    batches.add(visit).catch((error: unknown) => {
      parts.log.error('rooms.attendance-not-noted', error);
      setTimeout(() => note(visit), AGAIN_MS).unref();
    });
  };

  return {
    note: ({ webinarId }, { id, personId, name }, { how, at }) =>
      note({ webinarId, attendeeId: id, personId, guestName: personId === undefined ? name : undefined, how, at }),
    settled: () => batches.settled(),
  };
}
