import type { Problems } from '../platform/errors.ts';
import type { Entered, Reply } from '../platform/http/route.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { bases, categories, combinationsOf, recipients, ruleNames, rules } from './catalogue.ts';
import { type Clause, clauses, kindWords } from './clauses.ts';
import { type Comparison, compareVersions } from './compare-versions.ts';
import { houseRules } from './house-rules.ts';
import { listProposals, type Proposal } from './list-proposals.ts';
import {
  type ListedVersion,
  latestPolicy,
  livePolicy,
  ownEdition,
  type Policy,
  policyVersion,
  policyVersions,
  rowOf,
} from './policy.ts';
import { compareWithLatest } from './publish-policy.ts';
import { boxOf, type EditionForm, type PolicyQuery } from './schema.ts';
import { inWords } from './words.ts';

type PageParts = Pick<Parts, 'db' | 'clock'>;

const SAID_AFTER = {
  published: 'The version is published. Everybody who is signed in is told once when it takes effect.',
  proposed: 'The edition is proposed. Another admin has to approve it.',
};

const KINDS = [
  { value: 'live', label: 'In force' },
  { value: 'coming', label: 'Coming' },
  { value: 'past', label: 'Replaced' },
  { value: 'widening', label: 'Allows more' },
];

/** Where the policy stands: what counts, what is coming, what waits for a second admin, and every version or those asked for. */
export async function policyPage(
  parts: PageParts,
  viewer: PersonId,
  { problems = {}, query = { find: '' } }: { problems?: Problems; query?: PolicyQuery } = {},
): Promise<Reply> {
  const [live, latest] = [await livePolicy(parts), await latestPolicy(parts)];
  const versions = await policyVersions(parts);
  const proposals = await listProposals(parts);
  const { allowedNew, added } = compareVersions(latest, { ...ownEdition, allowed: rowOf(ownEdition).catalogue });

  return {
    page: 'policy/policy',
    title: 'Policy',
    model: {
      problems,
      said: query.after && SAID_AFTER[query.after],
      live: { version: live.version, effectiveAt: live.effectiveAt, sentences: live.clauses.length },
      coming: versions.filter(({ state }) => state === 'coming'),
      proposals: proposals.map((proposal) => proposalModel(proposal, viewer)),
      ...{ query, kinds: KINDS },
      versions: (await wanted(parts, versions, query))
        .toReversed()
        .map((each) => ({ ...each, is: { [each.state]: true } })),
      brought: added.length + allowedNew.length > 0 && { added: added.length, allowedNew: allowedNew.map(inWords) },
    },
  };
}

async function wanted(parts: PageParts, versions: readonly ListedVersion[], { find, kind }: PolicyQuery) {
  const ofKind = versions.filter(
    (each) => kind === undefined || (kind === 'widening' ? each.widening : each.state === kind),
  );
  if (find === '') return ofKind;

  const words = find.toLowerCase();
  const texts = await Promise.all(ofKind.map(({ version }) => policyVersion(parts, version)));
  const saying = new Set(
    texts
      .filter(({ clauses: said }) => said.some(({ sentence }) => sentence.toLowerCase().includes(words)))
      .map(({ version }) => version),
  );
  return ofKind.filter(({ version }) => saying.has(version));
}

const proposalModel = ({ id, at, by, base, isStale, effectiveAt, comparison }: Proposal, viewer: PersonId) => ({
  id,
  at,
  base,
  isStale,
  effectiveAt,
  isOwn: by === viewer,
  mayApprove: by !== viewer && !isStale,
  comparison: comparisonModel(comparison),
});

/** The form for the next version, as typed; at first with the text of the latest one. */
export async function editionPage(parts: PageParts, entered?: Entered, problems: Problems = {}): Promise<Reply> {
  const latest = await latestPolicy(parts);
  const groups = [...Map.groupBy(clauses, ({ group }) => group)];
  return {
    page: 'policy/edition',
    title: 'Write an edition',
    model: {
      // Always against the latest version, so that what was typed is kept when another one has come meanwhile.
      base: latest.version,
      entered: entered ?? enteredFrom(latest),
      problems,
      groups: groups.map(([heading, members]) => ({ heading, sentences: members.map(sentenceModel) })),
      houseRules: houseRules.map(({ id, title }) => ({ id, title })),
      rules: ruleNames.map((name) => ({ box: boxOf(name), ...ruleWords(name) })),
    },
  };
}

/** What an edition would change, before it is published. Refuses what {@link compareWithLatest} refuses. */
export async function previewPage(parts: PageParts, { base, startsAt, edition, entered }: EditionForm): Promise<Reply> {
  const next = { text: rowOf(edition), base, effectiveAt: startsAt ?? parts.clock() };
  const comparison = await compareWithLatest(parts, parts.db, next);
  const { act: _, ...kept } = entered;
  return {
    page: 'policy/preview',
    title: 'What this edition changes',
    model: {
      base,
      startsAt,
      isWidening: comparison.allowedNew.length > 0,
      comparison: comparisonModel(comparison),
      kept: Object.entries(kept).map(([name, value]) => ({ name, value })),
    },
  };
}

/** For the partial `policy-comparison`: combinations in words. */
export const comparisonModel = ({ allowedNew, allowedNoMore, ...sentences }: Comparison) => ({
  ...sentences,
  allowedNew: allowedNew.map(inWords),
  allowedNoMore: allowedNoMore.map(inWords),
  isEmpty: [...Object.values(sentences), allowedNew, allowedNoMore].every((list) => list.length === 0),
});

/** Sentences that the version lacks come from the software; a rule counts as in use when any of it is allowed. */
function enteredFrom({ clauses: own, houseRules: ownHouse, allowed }: Policy): Entered {
  const words = new Map([...own, ...ownHouse].map(({ id, sentence }) => [id, sentence]));
  const inUse = ruleNames.filter((name) => combinationsOf([name]).some((combination) => allowed.has(combination)));
  return {
    date: '',
    time: '',
    ...Object.fromEntries([...clauses, ...houseRules].map(({ id, sentence }) => [id, words.get(id) ?? sentence])),
    ...Object.fromEntries(inUse.map((name) => [boxOf(name), 'yes'])),
  };
}

const sentenceModel = ({ id, kind }: Clause) => ({ id, label: `${id}, ${kindWords[kind]}` });

function ruleWords(name: (typeof ruleNames)[number]) {
  const { words, categories: used, recipient, basis, clause } = rules[name];
  const what = used.map((category) => categories[category].toLowerCase()).join(', ');
  return {
    label: `To ${words}`,
    help: `We use: ${what}. It goes to ${recipients[recipient]}, because ${bases[basis]} (${clause}).`,
  };
}
