import { type Problems, Refusal } from '../platform/errors.ts';
import type { Entered, Reply, SignedIn, Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { countReports } from './count-reports.ts';
import { findOffer, findShownOffer, listAllOffers, listOffers } from './find-offer.ts';
import { listReports } from './list-reports.ts';
import { LONGEST } from './rules.ts';

type Again = { entered?: Entered; problems?: Problems };

/** What other companies offer, each marked as theirs (PP-11.1). */
export async function offersPage(parts: Parts, { isReported = false }: { isReported?: boolean } = {}): Promise<Reply> {
  const title = 'Offers of other companies';
  return { page: 'offers/offers', title, model: { offers: await listOffers(parts), isReported } };
}

/** The form on which anybody says what is wrong with a link (PP-11.4). Refuses with `offer-gone`. */
export async function reportPage(
  parts: Parts,
  { params, person }: Pick<Visit<{ id: string }>, 'params' | 'person'>,
  { entered = {}, problems = {} }: Again = {},
): Promise<Reply> {
  const offer = await findShownOffer(parts, params.id);
  return {
    page: 'offers/report',
    title: `Report “${offer.title}”`,
    model: { offer, hasAccount: person !== undefined, longest: LONGEST.report, entered, problems },
  };
}

const SAID = {
  'reported': undefined,
  'added': 'The offer is on the page.',
  'changed': 'The offer is changed. This is what people see now.',
  'pulled': 'The link is gone from every page.',
  'kept': 'The link stays. Whoever reported it is told, if they left an address.',
  'put-back': 'The offer is on the page again.',
} as const;

/** The register, what was reported, and the form to add one. */
export async function adminPage(
  parts: Parts,
  person: SignedIn | undefined,
  { done, entered = {}, problems = {} }: Again & { done?: keyof typeof SAID | undefined } = {},
): Promise<Reply> {
  const { id, timeZone } = here(person);
  const [offers, reports, waiting] = await Promise.all([
    listAllOffers(parts),
    listReports(parts, id),
    countReports(parts),
  ]);
  return {
    page: 'offers/admin',
    title: 'Offers',
    model: {
      ...{ offers, reports, waiting: waiting > reports.length && waiting, longest: LONGEST, zone: timeZone },
      ...{ said: done && SAID[done], entered, problems },
    },
  };
}

/** One offer, to change it. */
export async function editPage(parts: Parts, id: string, { entered, problems = {} }: Again = {}): Promise<Reply> {
  const offer = await findOffer(parts, id);
  const { company, title, text, url, theirPolicyUrl } = offer;
  return {
    page: 'offers/edit',
    title: `Edit “${offer.title}”`,
    model: { offer, longest: LONGEST, entered: entered ?? { company, title, text, url, theirPolicyUrl }, problems },
  };
}

/** Behind the guard there is somebody; the type only does not know it. */
export function here(person: SignedIn | undefined): SignedIn {
  if (person === undefined) throw new Refusal('sign-in-first');
  return person;
}
