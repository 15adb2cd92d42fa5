import { z } from 'zod';
import { line } from '../platform/fields.ts';
import type { WebinarCode } from '../platform/ids.ts';

/** Somebody without an account gives a name and nothing else. */
export const GuestForm = z.strictObject({ name: line('Enter the name you want to go by.', 60) });

export type GuestForm = z.output<typeof GuestForm>;

export const RoomPlace = z.strictObject({
  code: z
    .string()
    .regex(/^[0-9a-z-]{1,32}$/)
    .transform((code) => code as WebinarCode),
});
