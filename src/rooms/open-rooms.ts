import type { Server as HttpServer } from 'node:http';
import { endedSessions } from '../accounts/find-ended-sessions.ts';
import { findNames, findRenamed } from '../accounts/find-names.ts';
import { findWithdrawals } from '../consent/find-withdrawals.ts';
import { noteSignals } from '../consent/note-directives.ts';
import type { Signals } from '../platform/http/signals.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Sfu } from '../sfu/sfu.ts';
import { endWebinar } from '../webinars/end.ts';
import { webinarById } from '../webinars/find-webinar.ts';
import { goLive } from '../webinars/go-live.ts';
import { decideListing } from './decide-listing.ts';
import { openGateway } from './gateway.ts';
import { LiveRooms, type LiveRoomsParts } from './live-rooms.ts';
import { noteMoves } from './note-moves.ts';
import { openNames } from './open-names.ts';

export type Rooms = {
  attach(server: HttpServer): void;
  /** For the page of a room. */
  find: LiveRooms['find'];
  /** For health checks and tests. */
  count: LiveRooms['count'];
  /** Ends every connection; browsers come back by themselves when somebody answers again. */
  close(): Promise<void>;
};

type RoomsParts = Pick<Parts, 'config' | 'secrets' | 'db' | 'clock' | 'log'> & { sfu: Sfu };

/** Opens the live rooms over the webinars of the database. */
export function openRooms(parts: RoomsParts): Rooms {
  const moves = noteMoves(parts);
  const rooms = openRoomsOver(parts, {
    findWebinar: (id) => webinarById(parts, id),
    goLive: (id) => goLive(parts, id),
    endWebinar: (id) => endWebinar(parts, id),
    endedSessions: (keys) => endedSessions(parts, keys),
    noteSignals: (id, signals) => noteSignals(parts, id, signals),
    findNames: (ids) => findNames(parts, ids),
    findRenamed: (ids, since) => findRenamed(parts, { ids, since }),
    findUnlisted: (recipientIds, since) => findWithdrawals(parts.db, { optIn: 'show-name', recipientIds, since }),
    names: openNames(parts),
    decideListing: (place, attendee, shown) => decideListing(parts, place, { attendee, shown }),
    noteMove: moves.note,
  });

  return {
    ...rooms,
    async close() {
      await rooms.close();
      await moves.settled();
    },
  };
}

/** What a browser asks counts on a connection as it does on a page. */
type HearsSignals = { noteSignals(id: PersonId, signals: Signals): Promise<void> };

/** What rooms ask of whoever keeps webinars, accounts and consent. */
export type Kept = Omit<LiveRoomsParts, 'sfu' | 'clock' | 'log' | 'secrets' | 'broadcast'> & HearsSignals;

/** The same over webinars, accounts and consent that are kept elsewhere. */
export function openRoomsOver(parts: Omit<RoomsParts, 'db'>, kept: Kept): Rooms {
  const gateway = openGateway(parts);
  const rooms = new LiveRooms({ ...parts, ...kept, broadcast: gateway.broadcast });
  gateway.open(async (token, signals) => {
    const admitted = await rooms.admit(token);
    if (admitted.claims.personId !== undefined) await kept.noteSignals(admitted.claims.personId, signals);
    return admitted;
  });

  return {
    attach: (server) => gateway.attach(server),
    find: (id) => rooms.find(id),
    count: () => rooms.count(),
    async close() {
      await gateway.close();
      rooms.close();
    },
  };
}
