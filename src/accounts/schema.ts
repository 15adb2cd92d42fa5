import { z } from 'zod';
import { emailAddress, line, paragraphs, searchWords, timeZone } from '../platform/fields.ts';
import type { PersonId } from '../platform/ids.ts';
import { knownPassword, newPassword } from './passwords.ts';

const whoSomebodyIs = {
  name: line('Enter your name.', 100),
  email: emailAddress,
  howHeard: line('Tell us how you heard of us.', 200),
  timeZone,
  password: newPassword,
};

/** Exactly what the policy says registering asks for (PP-02.2), a password, and the version of the policy shown. */
export const RegistrationForm = z.strictObject({
  ...whoSomebodyIs,
  policyVersion: z.coerce.number({ error: 'Reload this page.' }).int('Reload this page.').positive('Reload this page.'),
});
export type RegistrationForm = z.output<typeof RegistrationForm>;

export const FirstAdminForm = z.strictObject(whoSomebodyIs);
export type FirstAdminForm = z.output<typeof FirstAdminForm>;

export const SignInForm = z.strictObject({
  email: emailAddress,
  password: knownPassword,
  next: paragraphs(2000).optional(),
});

export const AddressForm = z.strictObject({ email: emailAddress });

export const ResetForm = z.strictObject({ password: newPassword });

export const RoleForm = z.strictObject({
  role: z.enum(['member', 'staff', 'admin'], { error: 'Choose a role from the list.' }),
});

/** The secret in a mailed link: 256 bits as base64url. */
export const LinkParams = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

export const PersonParams = z.strictObject({ personId: z.uuid().transform((id) => id as PersonId) });

/** What /sign-in may say above its form, and where it goes afterwards. Anything else in the query is passed over. */
export const SignInQuery = z.object({
  next: z.string().max(2000).optional().catch(undefined),
  after: z.enum(['confirmed', 'reset', 'signed-out', 'first-admin']).optional().catch(undefined),
});

export const PeopleQuery = z.object({
  find: searchWords(254),
  role: z.enum(['', 'member', 'staff', 'admin']).catch(''),
  state: z.enum(['', 'suspended', 'unconfirmed']).catch(''),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
