import { note } from '../audit/note.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { endAdAt } from './store.ts';

/** Ends an advertisement of our own; no page shows it from now on. Refuses with `not-found` one that has ended. */
export async function endAd(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  { id, by }: { id: string; by: PersonId },
): Promise<void> {
  const at = clock();
  await db.transaction(async (tx) => {
    if (!(await endAdAt(tx, id, at))) throw notFound();
    await note(tx, { at, event: 'ad.ended', by, facts: { ad: id } });
  });
}
