import type { Parts } from '../platform/parts.ts';
import type { Safe } from '../platform/personal.ts';
import { UNSUBSCRIBE } from './blanks.ts';
import type { MailStream } from './rules.ts';

/** What a letter is made from. The model holds nothing personal: a letter is stored, and passes through other hands. */
export type Draft = {
  /** `views/mails/<template>.html.hbs` and `.txt.hbs`. */
  template: string;
  title: string;
  model: { readonly [key: string]: Safe<never> };
  stream: MailStream;
};

export type Composed = { template: string; title: string; text: string; html: string; postalAddress: string };

/** Writes both parts of a letter in the one layout, with the steps to unsubscribe at the bottom of each (PP-06.2). */
export async function composeLetter(
  { views, config }: Pick<Parts, 'views' | 'config'>,
  { template, title, model, stream }: Draft,
): Promise<Composed> {
  const unsubscribe = `${config.BASE_URL}/u/${UNSUBSCRIBE}`;
  const { html, text } = await views.letter(template, { ...model, unsubscribe, stream });
  return { template, title: `${title} – ${config.SITE_NAME}`, text, html, postalAddress: config.POSTAL_ADDRESS };
}
