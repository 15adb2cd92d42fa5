import { personWith } from '../accounts/find-person.ts';
import { note } from '../audit/note.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import type { WebinarId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { markLive, webinarWith } from './store.ts';

/**
 * Notes when a webinar went live, once: asking again changes nothing. Rooms have checked that the host asks. Refuses
 * with `room-ended` after the end and `wrong-state` for a cancelled one, and for one whose host's account is suspended.
 */
export async function goLive({ db, clock }: Pick<Parts, 'db' | 'clock'>, id: WebinarId): Promise<void> {
  const at = clock();

  await db.transaction(async (tx) => {
    const changed = await markLive(tx, id, at);
    const webinar = await webinarWith(tx, { id });
    if (webinar === undefined) throw notFound();
    if (webinar.endedAt !== null) throw new Refusal('room-ended');
    if (webinar.cancelledAt !== null) throw new Refusal('wrong-state', { sentence: 'This webinar was cancelled.' });

    const { hostId } = webinar;
    if ((await personWith(tx, hostId)).suspendedAt !== null)
      throw new Refusal('wrong-state', { sentence: 'The account of its host is suspended.' });
    if (changed) await note(tx, { event: 'webinar.live', about: hostId, by: hostId, at, facts: { webinar: id } });
  });
}
