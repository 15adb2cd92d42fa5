import { z } from 'zod';
import { emailAddress, line, paragraphs } from '../platform/fields.ts';
import { LONGEST } from './rules.ts';

/**
 * A page of another company, over https. No name and password in it, and nothing behind a question mark: an address that
 * leads away carries nothing about whoever follows it (PP-11.2).
 */
const foreignPage = (missing: string) =>
  line(missing, LONGEST.url)
    .refine(isForeignPage, 'Enter an address like https://example.org/page.')
    .refine((text) => !/[?#]/.test(text), 'Leave out what follows ? or #: links that lead away carry nothing along.');

function isForeignPage(text: string): boolean {
  // As it is stored: a browser would mend what is left out or written large, the table takes it as it is.
  return /^https:\/\/[^\s@\\]+$/.test(text) && URL.canParse(text) && new URL(text).hostname.includes('.');
}

export const OfferForm = z.strictObject({
  company: line('Name the company.', LONGEST.company),
  title: line('Say what it offers.', LONGEST.title),
  text: paragraphs(LONGEST.text).min(1, 'Say in a sentence or two what it is good for.'),
  url: foreignPage('Enter the page it leads to.'),
  theirPolicyUrl: foreignPage('Enter the page with the privacy policy of that company.'),
});

export const OfferPlace = z.strictObject({ id: z.uuid() });

/** One or the other is asked for: an address of those without an account, a box of those with one. */
export const ReportForm = z.strictObject({
  message: paragraphs(LONGEST.report).min(1, 'Tell us what is wrong with it.'),
  email: z.union([z.literal('').transform(() => undefined), emailAddress]).optional(),
  tellsAccount: z
    .literal('yes')
    .optional()
    .transform((value) => value === 'yes'),
});

export const SettleForm = z.strictObject({
  outcome: z.enum(['pulled', 'kept'], { error: 'Pull the link or keep it.' }),
});

export const Done = z.object({
  done: z.enum(['reported', 'added', 'changed', 'pulled', 'kept', 'put-back']).optional().catch(undefined),
});
