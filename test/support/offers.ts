import { offer } from '#prisma/cast.ts';
import { addOffer } from '#src/offers/add-offer.ts';
import { reportOffer } from '#src/offers/report-offer.ts';
import { newId } from '#src/platform/ids.ts';
import type { Parts } from '#src/platform/parts.ts';

/** One more offer on the page, put there by somebody who is not in the cast. Gives its id. */
export const anOffer = (parts: Pick<Parts, 'db' | 'clock'>): Promise<string> =>
  addOffer(parts, { ...offer, title: 'Lamps for small rooms' }, newId());

/** The offer of the demo. */
export const firstOffer = async ({ db }: Pick<Parts, 'db'>): Promise<string> =>
  (await db.outboundOffer.findFirstOrThrow({ orderBy: { addedAt: 'asc' } })).id;

/** What somebody found behind it; waits for staff. */
export async function aReport(parts: Parts): Promise<string> {
  const offerId = await firstOffer(parts);
  const finding = {
    offerId,
    text: 'The page behind it sells something else now.',
    email: undefined,
    tellsAccount: false,
  };
  await reportOffer(parts, finding, { agePassedAt: parts.clock() });
  return (await parts.db.linkReport.findFirstOrThrow({ where: { offerId }, orderBy: { at: 'desc' } })).id;
}
