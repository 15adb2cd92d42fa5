import { z } from 'zod';
import { line, paragraphs, timeZone } from '../platform/fields.ts';
import type { WebinarCode } from '../platform/ids.ts';

export const SHORTEST_MINUTES = 5;
/** Twelve hours: longer than any webinar we know of, and short enough that a slip of the finger is noticed. */
export const LONGEST_MINUTES = 720;

const NO_SUCH_DAY = 'Choose a day that exists, like 2026-11-30.';
const NO_SUCH_TIME = 'Enter a time from 00:00 to 23:59.';
const LENGTH = `Enter the length in whole minutes, from ${SHORTEST_MINUTES} to ${LONGEST_MINUTES}.`;

const lengthMinutes = z
  .string({ error: LENGTH })
  .trim()
  .regex(/^\d{1,3}$/, LENGTH)
  .transform(Number)
  .refine((minutes) => minutes >= SHORTEST_MINUTES && minutes <= LONGEST_MINUTES, LENGTH);

/** What a host fills in to schedule a webinar or to change one. */
export const WebinarForm = z.strictObject({
  title: line('Give your webinar a title.', 120).min(3, 'Use at least 3 characters for the title.'),
  description: paragraphs(4000),
  date: z.string({ error: 'Choose a day.' }).min(1, 'Choose a day.').pipe(z.iso.date(NO_SUCH_DAY)),
  time: z
    .string({ error: 'Enter a time.' })
    .min(1, 'Enter a time.')
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, NO_SUCH_TIME),
  timeZone,
  lengthMinutes,
});
export type WebinarForm = z.output<typeof WebinarForm>;

/** The place of a webinar in an address. Anything else is no webinar. */
export const WebinarPlace = z.strictObject({
  code: z
    .string()
    .regex(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/)
    .transform((code) => code as WebinarCode),
});

/** A box of its own with a button of its own; and, once it is so, a button that takes it back. */
export const SharingForm = z
  .strictObject({ act: z.enum(['share', 'withdraw']), share: z.literal('yes').optional() })
  .refine(({ act, share }) => act === 'withdraw' || share === 'yes', {
    path: ['share'],
    error: 'Tick the box if you want this. Without it nothing is shared.',
  });
