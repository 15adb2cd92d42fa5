import type { Ads } from '../ads/open-ads.ts';
import { choicesOf } from '../consent/find-choices.ts';
import type { Reply, Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { ruleNames, rules } from '../policy/catalogue.ts';
import { type Clause, kindWords } from '../policy/clauses.ts';
import { type ClauseEvidence, type Evidence, isStale } from '../policy/evidence.ts';
import { keptBy } from '../policy/kept-by.ts';
import { livePolicy, type Policy, policyVersions } from '../policy/policy.ts';
import { REPLY_TIME } from '../support/rules.ts';
import { type Use, useOf } from './in-use.ts';
import { tablesBelow } from './policy-tables.ts';

type PageParts = Pick<Parts, 'db' | 'clock' | 'config'> & { ads: Pick<Ads, 'vendor'> };

/** The policy in force: every sentence with what is known of it, and below it what the programs go by. */
export async function privacyPage(parts: PageParts, visit: Visit, evidence: Evidence | undefined): Promise<Reply> {
  const policy = await livePolicy(parts);
  const versions = await policyVersions(parts);
  return {
    page: 'site/privacy',
    title: 'Privacy Policy',
    model: {
      policy: headOf(policy),
      coming: versions.filter(({ state }) => state === 'coming'),
      groups: groupsOf(policy.clauses, (clause) => lineOf(clause, policy, parts, evidence)),
      evidence: evidence && { commit: evidence.commit, at: new Date(evidence.at), isStale: isStale(evidence) },
      houseRules: policy.houseRules.map(({ id, title, sentence }) => ({ id, title, sentence })),
      choices: await choicesOf(parts, visit),
      advertiser: parts.ads.vendor?.elsewhere && { name: parts.ads.vendor.name, ...parts.ads.vendor.elsewhere },
      contact: addressIn(parts.config.MAIL_FROM),
      replyTime: REPLY_TIME,
      ...tablesBelow(policy),
    },
  };
}

export const headOf = ({ version, publishedAt, effectiveAt, lastModified }: Policy) => ({
  ...{ version, publishedAt, effectiveAt, lastModified },
  isAtOnce: isAtOnce({ publishedAt, effectiveAt }),
});

/** In force from the moment it was published. */
export const isAtOnce = ({ publishedAt, effectiveAt }: Pick<Policy, 'publishedAt' | 'effectiveAt'>): boolean =>
  publishedAt.getTime() === effectiveAt.getTime();

/** The sentences under their headings, each as `line` shows it. */
export function groupsOf<Line>(clauses: readonly Clause[], line: (clause: Clause) => Line) {
  const grouped = [...Map.groupBy(clauses, ({ group }) => group)];
  return grouped.map(([heading, members]) => ({ heading, anchor: anchorOf(heading), clauses: members.map(line) }));
}

export const asShown = ({ id, kind, sentence }: Clause) => ({ id, sentence, kind: kindWords[kind] });

function lineOf(clause: Clause, policy: Policy, { config, ads }: PageParts, evidence: Evidence | undefined) {
  const use = useOf(clause.id, policy, { ...config, vendor: ads.vendor });
  const shown = evidence?.clauses[clause.id];
  return {
    ...asShown(clause),
    use,
    keptBy: keptBy[clause.id],
    rules: ruleNames.filter((name) => rules[name].clause === clause.id).map((name) => rules[name].words),
    shown,
    warning: warningOn(clause, use, shown),
  };
}

/** What a promise or a permission that is in use lacks; nothing where its tests find every planted fault. */
function warningOn({ kind }: Clause, { isInUse }: Use, shown: ClauseEvidence | undefined): string | undefined {
  if (!isInUse || !/[PM]/.test(kind)) return undefined;
  else if (shown === undefined || shown.mutants === 0) return 'No test has been shown to fail without this yet.';
  else if (shown.killed < shown.mutants) return `${shown.mutants - shown.killed} of its planted faults went unnoticed.`;
  else return undefined;
}

const anchorOf = (heading: string) => heading.toLowerCase().replaceAll(/[^a-z]+/g, '-');
const addressIn = (sender: string) => sender.slice(sender.indexOf('<') + 1, -1);
