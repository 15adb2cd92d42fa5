import { note } from '../audit/note.ts';
import { newId, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { insertOffer, type OfferWords } from './store.ts';

/** Puts a product or service of another company on the page of offers (PP-11.1). It shows from then on. */
export async function addOffer({ db, clock }: Pick<Parts, 'db' | 'clock'>, words: OfferWords, by: PersonId) {
  const id = newId<string>();
  const at = clock();
  await db.transaction(async (tx) => {
    await insertOffer(tx, { ...words, id, addedBy: by, addedAt: at });
    await note(tx, { at, event: 'offer.added', by, facts: { offer: id } });
  });
  return id;
}
