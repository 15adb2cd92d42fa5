import { note } from '../audit/note.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId, WebinarCode } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { webinarOfHost } from './find-webinar.ts';
import { markCancelled } from './store.ts';

/**
 * Calls a webinar off for good; its page stays and says so. `not-found` for anybody but the host, `wrong-state` once it
 * is live or has ended. Cancelling twice is done once.
 */
export async function cancel(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  own: { code: WebinarCode; hostId: PersonId },
): Promise<void> {
  const { id, hostId, cancelledAt } = await webinarOfHost({ db }, own);
  if (cancelledAt !== null) return;
  const at = clock();

  await db.transaction(async (tx) => {
    if (!(await markCancelled(tx, { id, hostId }, at))) throw tooLate();
    await note(tx, { event: 'webinar.cancelled', about: hostId, by: hostId, at, facts: { webinar: id } });
  });
}

const tooLate = () =>
  new Refusal('wrong-state', { sentence: 'This webinar has started or ended, so it can no longer be cancelled.' });
