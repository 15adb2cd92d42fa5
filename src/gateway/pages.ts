import type { Problems } from '../platform/errors.ts';
import type { Entered, Reply, SignedIn } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { day } from '../platform/times.ts';
import { type Category, categories, type purposes } from '../policy/catalogue.ts';
import { purposeWords } from '../policy/words.ts';
import { type Found, findProcessors } from './find-processors.ts';
import {
  kindNames,
  OPERATOR,
  type ProcessorKind,
  processorCategories,
  processorKinds,
  processorStates,
  purposeNames,
} from './rules.ts';
import type { ProcessorsQuery } from './schema.ts';

type PageParts = Pick<Parts, 'db' | 'clock'>;

/** Whom we have help us, for everybody (PP-09.3): those in use, and those who once were. */
export async function processorsPage(parts: PageParts): Promise<Reply> {
  const found = await findProcessors(parts);
  const inUse = found.filter(({ state }) => state === 'in-use');
  const before = found.filter(({ state, since }) => (state === 'ended' || state === 'run-out') && since !== undefined);
  const coming = found.filter(({ state }) => state === 'waiting' || state === 'not-yet');
  return {
    page: 'gateway/processors',
    title: 'Who helps us',
    model: { inUse: inUse.map(shown), before: before.map(shown), coming: coming.map(shown) },
  };
}

type Shown = { query?: ProcessorsQuery; entered?: Entered; problems?: Problems };

/** The register as an admin sees it: what waits for them, all others or those asked for, and the form to add one. */
export async function processorsAdminPage(
  parts: PageParts,
  person: SignedIn,
  { query = { find: '' }, entered = {}, problems = {} }: Shown = {},
): Promise<Reply> {
  const found = await findProcessors(parts);
  const isWanted = ({ name, hosts, state }: Found) =>
    [name, ...hosts].some((words) => words.toLowerCase().includes(query.find.toLowerCase())) &&
    (query.state === undefined || query.state === state);
  const rows = found.map((each) => ({
    ...shown(each),
    isWanted: isWanted(each),
    addedByWhom: byWhom(each, person),
    maySayYes: each.state === 'waiting' && each.addedBy !== person.id,
    endWords: endWordsFor(each, person),
  }));
  return {
    page: 'gateway/admin-processors',
    title: 'Processors',
    model: {
      forMe: rows.filter(({ maySayYes }) => maySayYes),
      others: rows.filter((each) => !each.maySayYes && each.isWanted),
      ...{ query, isFiltered: query.find !== '' || query.state !== undefined, hasOthers: rows.some(isElse) },
      ...CHOICES,
      entered,
      problems,
    },
  };
}

const isElse = ({ maySayYes }: { maySayYes: boolean }) => !maySayYes;

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const CHOICES = {
  states: Object.entries(processorStates).map(([value, label]) => ({ value, label })),
  kinds: kindNames.map((value) => ({ value, label: upper(processorKinds[value]) })),
  purposes: purposeNames.map((name) => ({ name: `purpose-${name}`, label: upper(purposeWords[name]) })),
  fields: processorCategories.map((name) => ({ name: `field-${name}`, label: categories[name] })),
};

/** One company as a page shows it. */
function shown({ id, name, hosts, state, ...row }: Found) {
  return {
    id,
    name,
    helpsWith: upper(processorKinds[row.kind as ProcessorKind]),
    purposes: upper(row.purposes.map((each) => purposeWords[each as keyof typeof purposes]).join(', ')),
    information: row.categories.map((each) => categories[each as Category]).join(', ') || 'Nothing about you',
    hosts: hosts.join(', '),
    signed: dated(row.signedAt),
    since: row.since && dated(row.since),
    until: dated(row.validUntil),
    ended: row.endedAt && dated(row.endedAt),
    agreementSha256: row.agreementSha256,
    state: processorStates[state],
    badge: BADGES[state],
  };
}

const BADGES = { 'in-use': 'good', 'waiting': 'asks', 'not-yet': 'asks', 'run-out': 'past', 'ended': 'past' };

const dated = (instant: Date) => ({ iso: instant.toISOString(), words: day(instant) });

/** What ending it is called where it still can be ended. */
function endWordsFor({ state, addedBy }: Found, { id }: SignedIn): string | undefined {
  if (state === 'ended' || state === 'run-out') return undefined;
  else if (state !== 'waiting') return 'End the agreement';
  else return addedBy === id ? 'Take it back' : 'Turn it down';
}

function byWhom({ addedBy }: Found, { id }: SignedIn): string {
  if (addedBy === OPERATOR) return 'the operator, at the command line';
  else return addedBy === id ? 'you' : 'another admin';
}
