import { note } from '../audit/note.ts';
import { newId, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { insertAd } from './store.ts';

/** Adds an advertisement of our own for a page of ours; it is shown from the next page on, where advertising is on. */
export async function addAd(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  words: { title: string; text: string; path: string },
  by: PersonId,
): Promise<void> {
  const id = newId();
  const at = clock();
  await db.transaction(async (tx) => {
    await insertAd(tx, { id, ...words, addedBy: by, addedAt: at });
    await note(tx, { at, event: 'ad.added', by, facts: { ad: id } });
  });
}
