import { keepHere } from '../gateway/release.ts';
import { type AttendeeId, newId, type PersonId, type WebinarId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal } from '../platform/personal.ts';
import { livePolicy } from '../policy/policy.ts';
import { type AttendanceRow, putAttendances } from './store.ts';

/** Somebody came to a webinar or left it. */
export type Visit = {
  webinarId: WebinarId;
  attendeeId: AttendeeId;
  personId: PersonId | undefined;
  /** Of somebody without an account. */
  guestName: Personal<'name'> | undefined;
  how: 'came' | 'left';
  at: Date;
};

/**
 * Writes down who came and who left, all at once. There is one row for each attendee of a webinar: whoever comes back goes
 * on with theirs. Visits of people or to webinars that are gone are passed over.
 */
export async function noteAttendance(parts: Pick<Parts, 'db' | 'clock'>, visits: readonly Visit[]): Promise<void> {
  const { version } = await livePolicy(parts);
  const byAttendee = Map.groupBy(visits, ({ webinarId, attendeeId }) => `${webinarId} ${attendeeId}`);
  const rows = [...byAttendee.values()].map((each) => asRow(each, version));
  await putAttendances(parts.db, rows);
}

/** What several visits of one attendee come to: since the first of them, until the last if that was the end. */
function asRow(visits: Visit[], version: number): AttendanceRow {
  const inOrder = visits.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (first === undefined || last === undefined) throw new Error('A visit of nobody.');

  const { webinarId, attendeeId, personId, guestName } = first;
  return {
    id: newId(),
    webinarId,
    attendeeId,
    personId: personId ?? null,
    guestName: guestName === undefined ? null : keepHere('run-service', guestName).value,
    policyVersionId: guestName?.under ?? version,
    joinedAt: first.at,
    leftAt: last.how === 'left' ? last.at : null,
  };
}
