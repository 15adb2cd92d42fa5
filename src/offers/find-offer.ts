import { notFound, Refusal } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import { findOffers, type Offer, offerById } from './store.ts';

/** An offer, whether it shows or not, for staff. Refuses with `not-found`. */
export async function findOffer({ db }: Pick<Parts, 'db'>, id: string): Promise<Offer> {
  const offer = await offerById(db, id);
  if (offer === null) throw notFound();
  return offer;
}

/** An offer as everybody may see it. Refuses with `offer-gone` once it is pulled (PP-11.4). */
export async function findShownOffer(parts: Pick<Parts, 'db'>, id: string): Promise<Offer> {
  const offer = await findOffer(parts, id);
  if (offer.pulledAt !== null) throw new Refusal('offer-gone');
  return offer;
}

/** Every offer that shows, by company. */
export const listOffers = ({ db }: Pick<Parts, 'db'>): Promise<Offer[]> => findOffers(db, { shownOnly: true });

/** Those that are pulled as well, for staff. */
export const listAllOffers = ({ db }: Pick<Parts, 'db'>): Promise<Offer[]> => findOffers(db, { shownOnly: false });
