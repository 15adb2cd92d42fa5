import { addOffer } from '#src/offers/add-offer.ts';
import type { PersonId } from '#src/platform/ids.ts';
import type { Parts } from '#src/platform/parts.ts';

/** What a company that is not us offers. Its names end in `.example`, so that nothing ever gets there. */
export const headsets = {
  company: 'Clear Ears Ltd',
  title: 'Headsets that last',
  text: 'Repairable headsets with a cable, for people who talk a lot.',
  url: 'https://clear-ears.example/headsets',
  theirPolicyUrl: 'https://clear-ears.example/privacy',
};

/** An offer on the page, put there by somebody who is not in the cast. Gives its id. */
export const anOffer = (parts: Pick<Parts, 'db' | 'clock'>): Promise<string> =>
  addOffer(parts, headsets, '00000000-0000-4000-8000-000000000000' as PersonId);
