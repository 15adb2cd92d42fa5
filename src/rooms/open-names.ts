import { findOptIns } from '../consent/opt-in.ts';
import { releaseAll } from '../gateway/release.ts';
import type { Parts } from '../platform/parts.ts';
import type { OpenNames } from './introductions.ts';

/** Opens names through the gateway, each batch in one transaction with its releases (PP-03.4, PP-05.1, PP-09.2). */
export function openNames(parts: Pick<Parts, 'db' | 'clock'>): OpenNames {
  const { db } = parts;

  return {
    forHost: ({ webinarId, hostId }, names) =>
      db.transaction((tx) => {
        const openings = names.map((value) => ({ value, to: hostId, proof: { requested: webinarId } }));
        return releaseAll(parts, tx, 'tell-host-who-came', openings);
      }),

    forParticipants: ({ webinarId }, names) =>
      db.transaction((tx) => {
        const openings = names.map((value) => ({ value, to: webinarId, proof: { requested: webinarId } }));
        return releaseAll(parts, tx, 'carry-into-room', openings);
      }),

    forRoster: ({ webinarId }, names) =>
      db.transaction(async (tx) => {
        const subjects = names.map(({ about }) => about);
        const optIns = await findOptIns(tx, { subjects, optIn: 'show-name', recipientId: webinarId });
        const openings = names.flatMap((value) => {
          const optIn = optIns.get(value.about);
          return optIn === undefined ? [] : [{ value, to: webinarId, proof: { optIn } }];
        });
        const released = await releaseAll(parts, tx, 'show-name-to-attendees', openings);
        return new Map(released.map((name) => [name.about, name]));
      }),
  };
}
