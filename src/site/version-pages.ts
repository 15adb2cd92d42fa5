import { z } from 'zod';
import { type Person, personWith } from '../accounts/find-person.ts';
import { agreeToWidening, takeBackWidening, wideningDecisions, wideningWords } from '../consent/agree-to-widening.ts';
import { notFound, type Problems } from '../platform/errors.ts';
import { type Entered, type Reply, type Route, route, type SignedIn } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import type { Combination } from '../policy/catalogue.ts';
import { compareVersions } from '../policy/compare-versions.ts';
import { comparisonModel } from '../policy/pages.ts';
import { type Policy, policyVersion, policyVersions } from '../policy/policy.ts';
import { asShown, groupsOf, headOf, isAtOnce } from './pages.ts';

type PageParts = Pick<Parts, 'db' | 'clock'>;

const DECIDING = { points: 60, seconds: 600 };

const VersionPlace = z.strictObject({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number),
});
const combination = z.string().regex(/^([a-z_]{1,40} ){4}PP-[\d.]{1,10}$/);
const AgreementForm = z.strictObject({
  combination,
  agree: z.literal('yes', 'Tick the box first. Without it, nothing changes.'),
});
const WithdrawalForm = z.strictObject({ combination });

/** Every text there was and the one that is coming; and, on each, what a person lets us do with their older data. */
export const versionRoutes = (parts: PageParts): Route[] => [
  route({
    method: 'GET',
    path: '/privacy/versions',
    who: 'anyone',
    handle: () => versionsPage(parts),
  }),
  route({
    method: 'GET',
    path: '/privacy/versions/:version',
    who: 'anyone',
    params: VersionPlace,
    handle: ({ params: { version }, person }) => versionPage(parts, version, person),
  }),
  route({
    method: 'POST',
    path: '/privacy/versions/:version/agreements',
    who: 'member',
    rate: DECIDING,
    params: VersionPlace,
    body: AgreementForm,
    again: ({ params: { version }, person }, entered, problems) =>
      versionPage(parts, version, person, { problems, entered }),
    async handle({ params: { version }, person, body }) {
      await agreeToWidening(parts, await decisionAbout(parts, version, person, body.combination));
      return { redirect: `/privacy/versions/${version}#agreements` };
    },
  }),
  route({
    method: 'POST',
    path: '/privacy/versions/:version/withdrawals',
    who: 'member',
    evenSuspended: true,
    rate: DECIDING,
    params: VersionPlace,
    body: WithdrawalForm,
    again: ({ params: { version }, person }, entered, problems) =>
      versionPage(parts, version, person, { problems, entered }),
    async handle({ params: { version }, person, body }) {
      await takeBackWidening(parts, await decisionAbout(parts, version, person, body.combination));
      return { redirect: `/privacy/versions/${version}#agreements` };
    },
  }),
];

async function versionsPage(parts: PageParts): Promise<Reply> {
  const versions = await policyVersions(parts);
  const model = {
    versions: versions.toReversed().map((each) => ({ ...each, isAtOnce: isAtOnce(each), is: { [each.state]: true } })),
  };
  return { page: 'site/versions', title: 'Versions of our Privacy Policy', model };
}

/** What is wrong with an agreement, and with which one. */
type Typed = { problems: Problems; entered: Entered };

async function versionPage(
  parts: PageParts,
  id: number,
  person: SignedIn | undefined,
  typed: Typed = { problems: {}, entered: {} },
): Promise<Reply> {
  const policy = await policyVersion(parts, id);
  const before = id === 1 ? undefined : await policyVersion(parts, id - 1);
  const state = (await policyVersions(parts)).find(({ version }) => version === id)?.state;
  return {
    page: 'site/version',
    title: `Version ${id} of our Privacy Policy`,
    model: {
      problems: typed.problems,
      policy: headOf(policy),
      is: { [state ?? 'past']: true },
      groups: groupsOf(policy.clauses, asShown),
      houseRules: policy.houseRules.map(({ id: rule, title, sentence }) => ({ id: rule, title, sentence })),
      before: before && { version: before.version, comparison: comparisonModel(compareVersions(before, policy)) },
      widened: person !== undefined && state !== 'coming' && policy.widening,
      agreements: person === undefined || state === 'coming' ? [] : await agreementsOf(parts, policy, person, typed),
    },
  };
}

/** What this version newly allows with what this person had given us before it, each with their decision. */
async function agreementsOf(parts: PageParts, policy: Policy, { id }: SignedIn, { problems, entered }: Typed) {
  const combinations = await askedOf(parts, policy, await personWith(parts.db, id));
  const decisions = await wideningDecisions(parts, id, combinations);
  return combinations.map((each) => {
    const decision = decisions.get(each);
    return {
      combination: each,
      words: wideningWords(each, policy.version),
      receipt: decision?.id,
      decidedAt: decision?.at,
      isGranted: decision?.act === 'grant',
      problem: each === entered.combination ? problems.agree : undefined,
    };
  });
}

async function askedOf(parts: PageParts, policy: Policy, person: Person): Promise<Combination[]> {
  if (policy.version === 1) return [];
  const before = await policyVersion(parts, policy.version - 1);
  const { allowedNew } = compareVersions(before, policy);
  const then = await Promise.all(
    allowedNew.map((each) => policyVersion(parts, collectedUnder(person, each.split(' ', 1)[0]))),
  );
  return allowedNew.filter((each, place) => then[place]?.allowed.has(each) === false);
}

/** Under which version we got it; what has no version of its own came with the account. */
function collectedUnder(person: Person, category: string | undefined): number {
  const { name, email, howHeard, timeZone, address, zip, phone, theme } = person;
  const values = [name, email, howHeard, timeZone, address, zip, phone, theme];
  return values.find((value) => value?.category === category)?.under ?? person.policyVersionId;
}

/** Refuses with `not-found` what is not asked of this person. */
async function decisionAbout(parts: PageParts, id: number, person: SignedIn | undefined, wanted: string) {
  if (person === undefined) throw notFound();
  const policy = await policyVersion(parts, id);
  const asked =
    policy.effectiveAt > parts.clock() ? [] : await askedOf(parts, policy, await personWith(parts.db, person.id));
  const found = asked.find((each) => each === wanted);
  if (found === undefined) throw notFound();
  return { subject: person.id, combination: found, shown: wideningWords(found, id) };
}
