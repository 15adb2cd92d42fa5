import { z } from 'zod';
import { emailAddress, isoDay, paragraphs } from '../platform/fields.ts';
import { LONGEST_MESSAGE, topicNames } from './rules.ts';

const message = paragraphs(LONGEST_MESSAGE).min(1, 'Write what you want to ask or tell us.');

/** One or the other is asked for: an address of those without an account, a box of those with one. */
export const ContactForm = z.strictObject({
  topic: z.enum(topicNames, { error: 'Choose what it is about.' }),
  message,
  email: z.union([z.literal('').transform(() => undefined), emailAddress]).optional(),
  tellsAccount: z
    .literal('yes')
    .optional()
    .transform((value) => value === 'yes'),
});

export const MessageForm = z.strictObject({ message });

/** The secret in the link of a question: 256 bits as base64url. */
export const TicketLink = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export const TicketPlace = z.strictObject({ id: z.uuid() });

const page = z.coerce.number().int().min(1).max(10_000).catch(1);

/** What has just been done. Words we do not know are ignored. */
export const Done = z.object({
  done: z.enum(['asked', 'written', 'closed', 'address', 'answered']).optional().catch(undefined),
});

/** And which page of all that we did with a question. */
export const OwnTicketQuery = Done.extend({ page });

const day = isoDay('Enter a day.').optional().catch(undefined);

/** Filters that mean nothing are left out, so that a link never breaks. */
export const TicketQuery = z.object({
  state: z.enum(['open', 'closed']).catch('open'),
  topic: z.enum(topicNames).optional().catch(undefined),
  number: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{1,8}$/)
    .optional()
    .catch(undefined),
  from: day,
  until: day,
  page,
});
export type TicketQuery = z.infer<typeof TicketQuery>;
