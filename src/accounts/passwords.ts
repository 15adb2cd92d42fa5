import { z } from 'zod';
import { LONGEST_PASSWORD, lengthOf, normalised, SHORTEST_PASSWORD } from './rules.ts';

/** A password that somebody chooses. Counted in characters as people see them; longer ones only cost us time. */
export const newPassword = z
  .string({ error: 'Choose a password.' })
  .transform(normalised)
  .refine((password) => password !== '', 'Choose a password.')
  .refine(
    (password) => password === '' || lengthOf(password) >= SHORTEST_PASSWORD,
    `Use at least ${SHORTEST_PASSWORD} characters. A few words in a row are easy to remember.`,
  )
  .refine((password) => lengthOf(password) <= LONGEST_PASSWORD, `Use at most ${LONGEST_PASSWORD} characters.`);

/** A password that is only compared. What could never have been chosen is simply not right. */
export const knownPassword = z
  .string({ error: 'Enter your password.' })
  .min(1, 'Enter your password.')
  .max(4 * LONGEST_PASSWORD, 'That is longer than any password here.')
  .transform(normalised);
