import { z } from 'zod';
import { isoDay, line } from '../platform/fields.ts';

/** How far back the page looks. Other words are left out, so that a link never breaks. */
export const RangeQuery = z.object({ days: z.enum(['7', '30']).catch('7').default('7') });

export const HandoutForm = z
  .strictObject({
    recipient: line('Enter who gets the figures.', 200),
    reason: line('Say what they want them for.', 500),
    from: isoDay('Enter the first day, like 2026-11-01.'),
    to: isoDay('Enter the last day, like 2026-11-30.'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'Enter a day that is not before the first one.' });

export const HandoutParams = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(BigInt),
});
