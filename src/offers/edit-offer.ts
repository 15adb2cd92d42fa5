import { note } from '../audit/note.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { type OfferWords, updateOffer } from './store.ts';

/** Says other words of an offer, or points it elsewhere. Refuses with `not-found`. */
export async function editOffer(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  { id, by }: { id: string; by: PersonId },
  words: OfferWords,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await updateOffer(tx, id, words))) throw notFound();
    await note(tx, { at: clock(), event: 'offer.changed', by, facts: { offer: id } });
  });
}
