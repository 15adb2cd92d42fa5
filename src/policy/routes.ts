import { notFound } from '../platform/errors.ts';
import { type Reply, type Route, route, type SignedIn } from '../platform/http/route.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { approvePolicy } from './approve-policy.ts';
import * as pages from './pages.ts';
import { proposePolicy } from './propose-policy.ts';
import { publishPolicy } from './publish-policy.ts';
import { EditionForm, PolicyQuery, ProposalPlace } from './schema.ts';

type PolicyParts = Pick<Parts, 'db' | 'clock'>;

/** An admin looks at many previews while writing, and nobody else gets here. */
const WRITING = { points: 600, seconds: 600 };

/** Where admins write and publish the policy. Its public pages belong to the site. */
export const policyRoutes = (parts: PolicyParts): Route[] => [
  route({
    method: 'GET',
    path: '/admin/policy',
    who: 'admin',
    query: PolicyQuery,
    handle: ({ person, query }) => pages.policyPage(parts, admin(person), { query }),
  }),
  route({ method: 'GET', path: '/admin/policy/edition', who: 'admin', handle: () => pages.editionPage(parts) }),
  route({
    method: 'POST',
    path: '/admin/policy/edition',
    who: 'admin',
    rate: WRITING,
    body: EditionForm,
    again: (_visit, entered, problems) => pages.editionPage(parts, entered, problems),
    handle: ({ person, body }) => take(parts, body, admin(person)),
  }),
  route({
    method: 'POST',
    path: '/admin/policy/proposals/:proposalId/approval',
    who: 'admin',
    rate: WRITING,
    params: ProposalPlace,
    again: ({ person }, _entered, problems) => pages.policyPage(parts, admin(person), { problems }),
    async handle({ person, params: { proposalId } }) {
      await approvePolicy(parts, { proposal: proposalId, by: admin(person) });
      return { redirect: '/admin/policy?after=published' };
    },
  }),
];

/** The form has one address and four buttons, so that what was typed goes along whichever is pressed. */
async function take(parts: PolicyParts, form: EditionForm, by: PersonId): Promise<Reply> {
  const { act, edition, base, startsAt, entered } = form;
  const wanted = { edition, base, effectiveAt: startsAt ?? parts.clock(), by };

  if (act === 'preview') {
    return pages.previewPage(parts, form);
  } else if (act === 'edit') {
    return pages.editionPage(parts, entered);
  } else if (act === 'publish') {
    await publishPolicy(parts, wanted);
    return { redirect: '/admin/policy?after=published' };
  } else {
    await proposePolicy(parts, wanted);
    return { redirect: '/admin/policy?after=proposed' };
  }
}

/** Behind the guard there is an admin; the type only does not know it. */
function admin(person: SignedIn | undefined): PersonId {
  if (person === undefined) throw notFound();
  return person.id;
}
