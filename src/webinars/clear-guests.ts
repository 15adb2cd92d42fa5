import type { Parts } from '../platform/parts.ts';
import { retention } from '../policy/retention.ts';
import { clearGuestNames, deleteAttendances } from './store.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a guest's name stays after the end. */
export const GUEST_NAME_MS = DAY_MS;

/** A room that nobody ended is empty at the latest when its last place has run out: twelve hours. */
const NEVER_ENDED_MS = GUEST_NAME_MS + 12 * HOUR_MS;

/** Clears the names of guests a day after their webinar, and forgets after a year who came. Running twice does nothing more. */
export async function clearGuests({ db, clock, log }: Pick<Parts, 'db' | 'clock' | 'log'>): Promise<void> {
  const now = clock().getTime();
  const names = await clearGuestNames(db, {
    endedBy: new Date(now - GUEST_NAME_MS),
    cameBy: new Date(now - NEVER_ENDED_MS),
  });
  const attendances = await deleteAttendances(db, new Date(now - Number(retention.attendance.days) * DAY_MS));
  log.info('webinars.guests-cleared', { names, attendances });
}
