import { notFound, type Problems } from '../platform/errors.ts';
import type { Entered, Reply, SignedIn } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { firstAdminIsWanted } from './make-first-admin.ts';
import { resetIsOpen } from './reset-password.ts';

/** Behind the guard there is somebody; the type only does not know it. */
export function here(person: SignedIn | undefined): SignedIn {
  if (person === undefined) throw notFound();
  return person;
}

export async function registerPage(parts: Parts, entered: Entered = {}, problems: Problems = {}): Promise<Reply> {
  const { version, lastModified } = await livePolicy(parts);
  return {
    page: 'accounts/register',
    title: 'Register',
    model: { entered, problems, policy: { version, lastModified } },
  };
}

export const checkYourMailPage = (entered: Entered = {}, problems: Problems = {}): Reply => ({
  page: 'accounts/check-your-mail',
  title: 'Look into your mailbox',
  model: { entered, problems },
});

export const spentConfirmation: Reply = { page: 'accounts/confirm-spent', title: 'This link is spent', status: 410 };

const SAID_AFTER = {
  'confirmed': 'Your address is confirmed. Sign in, and you can begin.',
  'reset': 'Your new password is set, and every browser was signed out. Sign in with it.',
  'signed-out': 'You are signed out.',
  'first-admin': 'The first admin is made. Sign in to begin.',
};

export const signInPage = (entered: Entered, problems: Problems = {}, after?: keyof typeof SAID_AFTER): Reply => ({
  page: 'accounts/sign-in',
  title: 'Sign in',
  model: { entered, problems, said: after && SAID_AFTER[after] },
});

export const forgottenPage = (entered: Entered = {}, problems: Problems = {}): Reply => ({
  page: 'accounts/forgotten',
  title: 'Choose a new password',
  model: { entered, problems },
});

export async function resetPage(parts: Parts, { token }: { token: string }, problems: Problems = {}): Promise<Reply> {
  if (!(await resetIsOpen(parts, token)))
    return { page: 'accounts/reset-spent', title: 'This link is spent', status: 410 };
  return { page: 'accounts/reset', title: 'Choose a new password', model: { token, problems } };
}

export async function firstAdminPage(
  parts: Parts,
  { token }: { token: string },
  entered: Entered = {},
  problems: Problems = {},
): Promise<Reply> {
  if (!(await firstAdminIsWanted(parts, token))) throw notFound();
  const { version, lastModified } = await livePolicy(parts);
  const model = { token, entered, problems, policy: { version, lastModified } };
  return { page: 'accounts/first-admin', title: 'Become the first admin', model };
}
