import { z } from 'zod';
import { knownPassword, newPassword } from '../accounts/passwords.ts';
import { streams } from '../letters/rules.ts';
import { emailAddress, line, maybeLine, paragraphs, timeZone } from '../platform/fields.ts';
import { held } from '../policy/held.ts';
import { LONGEST_ANSWER, type Question, questionCodes } from '../policy/questions.ts';

export const WhoYouAreForm = z.strictObject({
  name: line('Enter your name.', held['Person.name'].longest),
  // It may be emptied: we forget it after two years ourselves.
  howHeard: maybeLine(held['Person.howHeard'].longest),
});

export const AddressForm = z.strictObject({ email: emailAddress, presentPassword: knownPassword });

const answers = Object.fromEntries(questionCodes.map((question) => [question, paragraphs(LONGEST_ANSWER)])) as Record<
  Question,
  ReturnType<typeof paragraphs>
>;

/** Everything may be left empty, and what is emptied is cleared (PP-02.3). */
export const OptionalForm = z.strictObject({
  address: paragraphs(held['Person.address'].longest),
  zip: maybeLine(held['Person.zip'].longest),
  phone: maybeLine(held['Person.phone'].longest),
  ...answers,
});

export const SettingsForm = z.strictObject({
  timeZone,
  theme: z.enum(['system', 'light', 'dark'], { error: 'Choose how the pages look.' }),
});

export const PasswordForm = z.strictObject({ present: knownPassword, password: newPassword });

/** Which letters. */
export const LettersPlace = z.strictObject({ stream: z.enum(streams) });

/** A box of its own, never ticked by us (PP-09.2). */
export const LettersForm = z.strictObject({ wanted: z.literal('yes', { error: 'Tick the box if you want them.' }) });

/** The number of a receipt. */
export const ReceiptPlace = z.strictObject({
  eventId: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .transform(BigInt),
});

/** The secret in a mailed link: 256 bits as base64url. */
export const LinkPlace = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

/** What has just been done, for a sentence beside it. Words we do not know are ignored. */
export const ProfileQuery = z.object({
  after: z
    .enum([
      'who-you-are',
      'asked',
      'again',
      'dropped',
      'optional',
      'settings',
      'password',
      'on',
      'off',
      'mailed',
      'withdrawn',
    ])
    .optional()
    .catch(undefined),
});

export const PageQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });
