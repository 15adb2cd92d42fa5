import {
  type Basis,
  bases,
  type Category,
  categories,
  type purposes,
  type Recipient,
  recipients,
} from './catalogue.ts';

/** A combination as a sentence: for lists of what a version newly allows. */
export function inWords(combination: string): string {
  const [category = '', purpose = '', recipient = '', basis = '', clause = ''] = combination.split(' ');
  const what = categories[category as Category] ?? category;
  const who = recipients[recipient as Recipient] ?? recipient;
  const why = bases[basis as Basis] ?? basis;
  return `${what}: to ${who}, ${purposeInWords(purpose)}, because ${why} (${clause}).`;
}

/** The words of a purpose; a code that has none any more stays as it is. */
export const purposeInWords = (purpose: string): string =>
  purpose === 'law' ? 'to obey the law' : (purposeWords[purpose as keyof typeof purposes] ?? purpose);

export const purposeWords: Record<keyof typeof purposes, string> = {
  personalize: 'to fit the service to you',
  improve_site: 'to make the site better',
  customer_service: 'to help you',
  conferencing: 'to hold webinars',
  site_features: 'to run what you take part in',
  periodic_email: 'to write to you',
};
