import type { Server as HttpServer } from 'node:http';
import { endedSessions } from '../accounts/find-ended-sessions.ts';
import { noteSignals } from '../consent/note-directives.ts';
import type { Signals } from '../platform/http/signals.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Sfu } from '../sfu/sfu.ts';
import { endWebinar } from '../webinars/end.ts';
import { webinarById } from '../webinars/find-webinar.ts';
import { goLive } from '../webinars/go-live.ts';
import { openGateway } from './gateway.ts';
import { LiveRooms, type LiveRoomsParts } from './live-rooms.ts';

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
  return openRoomsOver(parts, {
    findWebinar: (id) => webinarById(parts, id),
    goLive: (id) => goLive(parts, id),
    endWebinar: (id) => endWebinar(parts, id),
    endedSessions: (keys) => endedSessions(parts, keys),
    noteSignals: (id, signals) => noteSignals(parts, id, signals),
  });
}

/** What a browser asks counts on a connection as it does on a page. */
type HearsSignals = { noteSignals(id: PersonId, signals: Signals): Promise<void> };

/** The same over webinars and sessions that are kept elsewhere. */
export function openRoomsOver(
  parts: Omit<RoomsParts, 'db'>,
  kept: Pick<LiveRoomsParts, 'findWebinar' | 'goLive' | 'endWebinar' | 'endedSessions'> & HearsSignals,
): Rooms {
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
