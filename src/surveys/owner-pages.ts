import type { Problems } from '../platform/errors.ts';
import type { Entered, Reply, SignedIn } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { wallTimeAt } from '../webinars/wall-time.ts';
import { askerOf, findDraw, listSurveys, surveysOfWebinar } from './find-surveys.ts';
import { factsOf, kindWords, stateBadges } from './pages.ts';
import { hasOptions, type Question, questionTypes } from './questions.ts';
import {
  endOf,
  type Family,
  familyOf,
  goneAt,
  isDrawn,
  kindsOf,
  type Survey,
  type SurveyKind,
  stateOf,
} from './rules.ts';
import type { ListQuery } from './schema.ts';
import { showResults } from './show-results.ts';
import { countEntries, type Listed } from './store.ts';

const HEADS: Record<Family, { title: string; lead: string; action: string; none: string; about: string }> = {
  surveys: {
    title: 'Surveys',
    lead: 'Surveys and forms of our own. Whoever answers reads what for, who sees it and until when.',
    action: 'Build a survey',
    none: 'No survey yet',
    about: 'Ask a few questions for one purpose. The answers go when their term is over.',
  },
  contests: {
    title: 'Contests',
    lead: 'Contests and promotions of our own. The draw can be checked by anybody.',
    action: 'Build a contest',
    none: 'No contest yet',
    about: 'Say what there is to win and who may take part. The seed of the draw is fixed before the first entry.',
  },
};

const optionsFor = (kinds: readonly SurveyKind[]) => kinds.map((value) => ({ value, label: kindWords[value] }));

const rowOf = (survey: Listed, { now, by }: { now: Date; by: string }) => {
  const state = stateOf(survey, now);
  const isOwn = survey.ownerId === by;
  const page = state === 'draft' ? 'edit' : 'results';
  return {
    title: survey.title,
    kind: kindWords[survey.kind],
    badge: stateBadges[state],
    endsAt: endOf(survey),
    entries: survey.entries,
    isOwn,
    href: isOwn ? `/surveys/${survey.code}/${page}` : state === 'draft' ? undefined : `/surveys/${survey.code}`,
  };
};

/** The list of our staff, of one family, with search and filters. */
export async function listPage(parts: Parts, family: Family, person: SignedIn, query: ListQuery): Promise<Reply> {
  const { surveys, hasMore } = await listSurveys(parts, family, query);
  const { find, state, kind, page } = query;
  const at = (other: number) =>
    `/admin/${family}?${new URLSearchParams({ find, state, kind, page: String(other) }).toString()}`;
  if (surveys.length === 0 && page > 1) return { redirect: at(1) };

  return {
    page: 'surveys/list',
    title: HEADS[family].title,
    model: {
      ...{ family, head: { ...HEADS[family], href: `/admin/${family}/new` }, find, zone: person.timeZone },
      surveys: surveys.map((each) => rowOf(each, { now: parts.clock(), by: person.id })),
      isFiltered: find !== '' || state !== '' || kind !== '',
      kinds: optionsFor(kindsOf[family]),
      states: Object.entries(stateBadges).map(([value, { word }]) => ({ value, label: word })),
      entered: { state, kind },
      previous: page > 1 && at(page - 1),
      next: hasMore && at(page + 1),
    },
  };
}

/** What the host of a webinar asks at it. */
export async function webinarListPage(
  parts: Parts,
  person: SignedIn,
  code: Parameters<typeof surveysOfWebinar>[1]['code'],
): Promise<Reply> {
  const { webinar, surveys } = await surveysOfWebinar(parts, { code, hostId: person.id });
  return {
    page: 'surveys/of-webinar',
    title: `Surveys of “${webinar.title}”`,
    model: {
      webinar,
      surveys: surveys.map((each) => rowOf(each, { now: parts.clock(), by: person.id })),
      zone: person.timeZone,
    },
  };
}

type Form = { base: string; family: Family; entered?: Entered; problems?: Problems };

/** The form for what is said before anything is asked. */
export const newPage = ({ base, family, entered = {}, problems }: Form): Reply => ({
  page: 'surveys/new',
  title: HEADS[family].action,
  model: {
    ...{ base, list: listAt(base), family, kinds: optionsFor(kindsOf[family]), isContest: family === 'contests' },
    ...{ entered: { keepDays: '30', time: '18:00', kind: kindsOf[family][0], winners: '1', ...entered }, problems },
  },
});

/** A host finds both kinds in one list. */
const listAt = (base: string): string => (base.startsWith('/webinars/') ? base.replace(/contests$/, 'surveys') : base);

type Editing = { entered?: Entered; problems?: Problems };

/** Where a draft is built: what it says, its questions in their order, and the step that publishes it. */
export async function editPage(parts: Parts, person: SignedIn, survey: Survey, editing: Editing = {}): Promise<Reply> {
  const { entered, problems } = editing;
  const family = familyOf(survey.kind);
  return {
    page: 'surveys/edit',
    title: `Build “${survey.title}”`,
    model: {
      survey: factsOf(survey, await askerOf(parts, survey), parts.clock()),
      questions: survey.questions.map((each, index) => ({
        ...each,
        typeWords: questionTypes[each.type],
        isFirst: index === 0,
        isLast: index === survey.questions.length - 1,
      })),
      list: survey.webinarId === null ? `/admin/${family}` : undefined,
      kinds: optionsFor(kindsOf[family]),
      types: typeOptions,
      isContest: isDrawn(survey.kind),
      zone: person.timeZone,
      // Two forms stand on this page, with no name in common; what was typed into one of them comes back.
      entered: { ...detailsOf(survey, person.timeZone.value), ...entered },
      problems,
    },
  };
}

const typeOptions = Object.entries(questionTypes).map(([value, label]) => ({ value, label }));

function detailsOf({ endsAt, kind, title, intro, purpose, keepDays, winners, terms }: Survey, zone: string): Entered {
  const [date = '', time = ''] = wallTimeAt(endsAt, zone).split('T');
  const rest = { kind, title, intro, purpose, date, time, keepDays: String(keepDays) };
  return winners === null ? rest : { ...rest, winners: String(winners), terms };
}

/** One question of a draft. */
export const questionPage = (survey: Survey, question: Question, { entered, problems }: Editing = {}): Reply => ({
  page: 'surveys/question',
  title: 'Change a question',
  model: {
    survey: { code: survey.code, title: survey.title },
    id: question.id,
    types: typeOptions,
    entered: entered ?? {
      ...{ type: question.type, label: question.label, help: question.help },
      ...{
        required: question.required ? 'yes' : '',
        options: hasOptions(question.type) ? question.options.join('\n') : '',
      },
    },
    problems,
  },
});

const SAID: Record<string, string> = {
  published: 'Published. Share its link with the people you want to ask.',
  closed: 'Closed. It takes no more answers.',
  drawn: 'Drawn. Whoever won is told by letter, and the page of the draw is public.',
};

/** What was answered, for its owner alone: figures with their bars, and what was written. */
export async function resultsPage(
  parts: Parts,
  person: SignedIn,
  survey: Survey,
  { done, problems }: { done?: string | undefined; problems?: Problems } = {},
): Promise<Reply> {
  const state = stateOf(survey, parts.clock());
  const [asker, draw, entries] = await Promise.all([
    askerOf(parts, survey),
    findDraw(parts, survey),
    countEntries(parts.db, survey.id),
  ]);
  const { results } = await showResults(parts, survey);
  const said = done === undefined ? undefined : SAID[done];
  return {
    page: 'surveys/results',
    title: `Answers – ${survey.title}`,
    model: {
      ...{
        survey: factsOf(survey, asker, parts.clock()),
        badge: stateBadges[state],
        zone: person.timeZone,
        said,
        problems,
      },
      list: survey.webinarId === null ? `/admin/${familyOf(survey.kind)}` : undefined,
      link: `${parts.config.BASE_URL}/surveys/${survey.code}`,
      entries: survey.answered ?? entries,
      results: results.map(({ choices, texts, ...rest }) => ({
        ...rest,
        choices,
        texts,
        hasChoices: choices.length > 0,
      })),
      mayDraw: isDrawn(survey.kind) && state === 'ended' && draw === null && entries > 0,
      drawBy: goneAt(survey),
      isDrawnYet: draw !== null,
    },
  };
}
