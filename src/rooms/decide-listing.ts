import { grant, withdraw } from '../consent/decide.ts';
import { findOptIns } from '../consent/opt-in.ts';
import type { Parts } from '../platform/parts.ts';
import { optIns } from '../policy/catalogue.ts';
import type { Attendee } from './attendee.ts';
import type { Place } from './introductions.ts';

/** What somebody agrees to who lets their name stand in the list of who is here. */
export const showNameWords = optIns['show-name'].words;

/**
 * Writes that somebody agrees to stand in the list of one webinar, or takes that back (PP-09.2). The number of the receipt;
 * nothing where they say no to what they had never agreed to.
 */
export function decideListing(
  parts: Pick<Parts, 'db' | 'clock'>,
  { webinarId }: Place,
  { attendee, shown }: { attendee: Pick<Attendee, 'name'>; shown: boolean },
): Promise<bigint | undefined> {
  const subject = attendee.name.about;
  const about = { optIn: 'show-name', recipientId: webinarId } as const;
  const decision = { ...about, subject, surface: 'room', shown: showNameWords } as const;

  return parts.db.transaction(async (tx) => {
    const standing = (await findOptIns(tx, { ...about, subjects: [subject] })).get(subject);
    if (shown) return standing?.eventId ?? grant(parts, tx, decision);
    else return standing && withdraw(parts, tx, decision);
  });
}
