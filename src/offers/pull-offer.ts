import { note } from '../audit/note.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { findOffer } from './find-offer.ts';
import { setPulled } from './store.ts';

type Pulling = { id: string; by: PersonId };
type PullParts = Pick<Parts, 'db' | 'clock'>;

/** Takes an offer off every page at once (PP-11.4). One that is gone already stays so. Refuses with `not-found`. */
export async function pullOffer({ db, clock }: PullParts, { id, by }: Pulling): Promise<void> {
  await findOffer({ db }, id);
  const at = clock();
  await db.transaction(async (tx) => {
    if (await setPulled(tx, id, { at, by })) await note(tx, { at, event: 'offer.pulled', by, facts: { offer: id } });
  });
}

/** Puts a pulled offer back on the page. Refuses with `not-found`. */
export async function putBackOffer({ db, clock }: PullParts, { id, by }: Pulling): Promise<void> {
  await findOffer({ db }, id);
  await db.transaction(async (tx) => {
    if (await setPulled(tx, id, null))
      await note(tx, { at: clock(), event: 'offer.put-back', by, facts: { offer: id } });
  });
}
