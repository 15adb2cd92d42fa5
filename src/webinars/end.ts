import { note } from '../audit/note.ts';
import { notFound } from '../platform/errors.ts';
import type { WebinarId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { markEnded, webinarWith } from './store.ts';

/** Notes when a webinar ended, once: asking again changes nothing, and a cancelled one stays cancelled. */
export async function endWebinar({ db, clock }: Pick<Parts, 'db' | 'clock'>, id: WebinarId): Promise<void> {
  const at = clock();

  await db.transaction(async (tx) => {
    const changed = await markEnded(tx, id, at);
    const webinar = await webinarWith(tx, { id });
    if (webinar === undefined) throw notFound();

    const { hostId } = webinar;
    if (changed) await note(tx, { event: 'webinar.ended', about: hostId, by: hostId, at, facts: { webinar: id } });
  });
}
