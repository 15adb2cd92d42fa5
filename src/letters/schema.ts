import { z } from 'zod';
import { emailAddress, searchWords } from '../platform/fields.ts';
import { stateNames } from './outbox-rows.ts';
import { streams } from './rules.ts';

/** What an unsubscribe link says, and that it is ours: 49 bytes as base64url. Whatever else arrives there is told how to stop letters. */
export const UnsubscribePlace = z.strictObject({ token: z.string().max(500) });

/** What the button of a mail program sends (RFC 8058), or what our own page sends: one of the two and nothing beside it. */
export const Unsubscribing = z
  .strictObject({
    'List-Unsubscribe': z.literal('One-Click').optional(),
    'stop': z.enum(['all', ...streams], { error: 'Press one of the buttons.' }).optional(),
  })
  .refine((form) => (form['List-Unsubscribe'] === undefined) !== (form.stop === undefined), 'Press one of the buttons.')
  .transform(({ stop }) =>
    stop === undefined ? ({ stop: 'all', source: 'one-click' } as const) : { stop, source: 'link' },
  );

/** News are asked for on the page for them; these are what can be asked for again by who was stopped. */
export const againStreams = ['account', 'webinar', 'contest'] as const;
export const AgainForm = z.strictObject({
  email: emailAddress,
  stream: z.enum(againStreams, { error: 'Choose which letters you want again.' }),
});

/** The secret in a mailed link: 256 bits as base64url. */
export const ConfirmPlace = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

const stops = ['unsubscribed', 'complained', 'bounced'] as const;

/** Filters that mean nothing are left out, so that a link never breaks. */
export const SuppressionQuery = z.object({
  reason: z.enum(stops).optional().catch(undefined),
  stream: z.enum(streams).optional().catch(undefined),
});
export type SuppressionQuery = z.infer<typeof SuppressionQuery>;

/** An address that somebody of the staff typed because its owner wrote or rang up. It is in no address of a page, and is not kept. */
export const LookupForm = z.strictObject({ email: emailAddress });
export const StaffStopForm = z.strictObject({
  email: emailAddress,
  how: z.enum(['reply', 'telephone', 'post'], { error: 'Choose how they asked.' }),
});

/** The database counts no further. */
const LAST_NUMBER = 2n ** 63n - 1n;

/** Filters that mean nothing are left out, so that a link never breaks. */
export const OutboxQuery = z.object({
  state: z.enum(stateNames).optional().catch(undefined),
  stream: z.enum(streams).optional().catch(undefined),
  letter: searchWords(60).transform((text) => text || undefined),
  before: z.coerce.bigint().max(LAST_NUMBER).optional().catch(undefined),
});
export type OutboxQuery = z.infer<typeof OutboxQuery>;

export const OutboxPlace = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt),
});
