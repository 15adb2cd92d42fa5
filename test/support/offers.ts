import { offer } from '#prisma/cast.ts';
import { addOffer } from '#src/offers/add-offer.ts';
import { newId } from '#src/platform/ids.ts';
import type { Parts } from '#src/platform/parts.ts';

/** One more offer on the page, put there by somebody who is not in the cast. Gives its id. */
export const anOffer = (parts: Pick<Parts, 'db' | 'clock'>): Promise<string> =>
  addOffer(parts, { ...offer, title: 'Lamps for small rooms' }, newId());
