import type { Problems } from '../platform/errors.ts';
import { Refusal } from '../platform/errors.ts';
import type { Entered, Reply } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { ownSubscription } from './show-subscription.ts';

type Again = { entered?: Entered; problems?: Problems };

export async function signUpPage(parts: Parts, { entered = {}, problems = {} }: Again = {}): Promise<Reply> {
  const { version, lastModified } = await livePolicy(parts);
  return {
    page: 'mailings/sign-up',
    title: 'Newsletter',
    model: { entered, problems, policy: { version, lastModified } },
  };
}

export const checkYourMailPage: Reply = { page: 'mailings/check-your-mail', title: 'Look into your mailbox' };
export const confirmPage = (token: string): Reply => ({
  page: 'mailings/confirm',
  title: 'Confirm your newsletter',
  model: { token },
});
export const confirmedPage: Reply = { page: 'mailings/confirmed', title: 'You get our newsletter' };
export const spentPage: Reply = { page: 'mailings/spent', title: 'This link is spent', status: 410 };
export const endedPage: Reply = { page: 'mailings/ended', title: 'You get no more newsletters' };

export const askForOwnPage = ({ entered = {}, problems = {} }: Again = {}): Reply => ({
  page: 'mailings/ask-for-own',
  title: 'Your newsletter',
  model: { entered, problems },
});

/** What we hold of a subscriber, for whoever has the link that was mailed to them (PP-12.3). */
export async function ownPage(
  parts: Parts,
  token: string,
  { entered = {}, problems = {} }: Again = {},
): Promise<Reply> {
  try {
    const { id, ...held } = await ownSubscription(parts, token);
    return {
      page: 'mailings/own',
      title: 'Your newsletter',
      shownTo: id,
      model: { ...held, token, entered, problems },
    };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'link-spent') return spentPage;
    throw error;
  }
}
