import type { Deed } from '../gateway/find-releases.ts';
import { releasesAbout } from '../gateway/find-releases.ts';
import type { Problems } from '../platform/errors.ts';
import type { Entered, PageModel, Reply, Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { paragraphsOf } from '../webinars/words.ts';
import { type Found, ownAnswers } from './find-entries.ts';
import { type Asker, askerOf, findDraw } from './find-surveys.ts';
import { asEntered, asField, asRead } from './questions.ts';
import { endOf, goneAt, isDrawn, type Survey, type SurveyKind, type SurveyState, stateOf } from './rules.ts';
import type { Draw } from './store.ts';

export const kindWords: Record<SurveyKind, string> = {
  survey: 'Survey',
  form: 'Form',
  contest: 'Contest',
  promotion: 'Promotion',
};

export const stateBadges: Record<SurveyState, { word: string; kind: string }> = {
  draft: { word: 'Draft', kind: 'asks' },
  open: { word: 'Open', kind: 'good' },
  ended: { word: 'Ended', kind: 'past' },
  cleared: { word: 'Answers gone', kind: 'past' },
};

type Looking = Pick<Visit, 'person' | 'settings'>;

/** In which zone times are shown: the viewer's, as far as we know it. */
const zoneOf = ({ person, settings }: Looking) => person?.timeZone ?? settings?.timeZone ?? 'UTC';

/** What everybody is told before they answer: who asks, what for, who reads it, until when, and how it is drawn. */
export const factsOf = (survey: Survey, asker: Asker, now: Date) => ({
  code: survey.code,
  title: survey.title,
  kind: kindWords[survey.kind],
  intro: paragraphsOf(survey.intro),
  purpose: survey.purpose,
  terms: paragraphsOf(survey.terms),
  asker,
  endsAt: endOf(survey),
  goneAt: goneAt(survey),
  winners: survey.winners ?? undefined,
  seedSha256: survey.seedSha256 ?? undefined,
  isDrawn: isDrawn(survey.kind),
  is: { [stateOf(survey, now)]: true },
});

/** At the top of a form a problem stands apart from its question, so it says which one it means. */
const problemsByName = ({ questions }: Survey, problems: Problems): Problems =>
  Object.fromEntries(
    Object.entries(problems).map(([id, says]) => {
      const question = questions.find((each) => each.id === id);
      return [id, question === undefined ? says : `${question.label} – ${says}`];
    }),
  );

type Shown = { entered?: Entered; problems?: Problems };

/** The public page of a survey: its form while it takes answers, and what became of it afterwards. */
export async function surveyPage(
  parts: Parts,
  visit: Looking,
  survey: Survey,
  { entered = {}, problems, isPreview = false }: Shown & { isPreview?: boolean } = {},
): Promise<Reply> {
  const facts = factsOf(survey, await askerOf(parts, survey), parts.clock());
  return {
    page: 'surveys/show',
    title: isPreview ? `Preview – ${survey.title}` : survey.title,
    model: {
      survey: isPreview ? { ...facts, is: { open: true } } : facts,
      questions: survey.questions.map(asField),
      asksAddress: isDrawn(survey.kind) && visit.person === undefined,
      isDrawnYet: (await findDraw(parts, survey)) !== null,
      zone: zoneOf(visit),
      isPreview,
      entered,
      ...{ problems, problemsByName: problems && problemsByName(survey, problems) },
    },
  };
}

/** Where somebody who typed an address is told where to look; the same whether that address has entered before. */
export const byLetterPage = (survey: Survey): Reply => ({
  page: 'surveys/by-letter',
  title: 'Look into your mailbox',
  model: { survey: { title: survey.title } },
});

const SAID = {
  entered: 'Thank you. Your answers have arrived.',
  changed: 'Your changes are kept.',
};

/** What somebody answered, for whoever holds its link: to see, to change until the end, and to take back. */
export async function entryPage(
  parts: Parts,
  visit: Looking,
  { token, found, done, entered, problems }: Shown & { token: string; found: Found; done?: string | undefined },
): Promise<Reply> {
  const { entry, survey } = found;
  const answers = ownAnswers(entry);
  const [asker, draw, { deeds }] = await Promise.all([
    askerOf(parts, survey),
    findDraw(parts, survey),
    releasesAbout(parts, entry.about, { page: 1 }),
  ]);
  const said = done === 'entered' || done === 'changed' ? SAID[done] : undefined;
  return {
    page: 'surveys/entry',
    title: said === undefined ? `Your answers – ${survey.title}` : `${said.split('.')[0] ?? ''} – ${survey.title}`,
    model: {
      survey: factsOf(survey, asker, parts.clock()),
      questions: survey.questions.map(asField),
      answers: survey.questions.map((question) => ({ label: question.label, answer: asRead(question, answers) })),
      number: entry.number,
      at: entry.at,
      token,
      said,
      draw: draw === null ? undefined : { hasWon: draw.winners.includes(entry.number) },
      // Somebody with an account reads all of it on My Profile.
      told: entry.personId === null ? toldIn(deeds) : undefined,
      zone: zoneOf(visit),
      entered: entered ?? asEntered(survey.questions, answers),
      ...{ problems, problemsByName: problems && problemsByName(survey, problems) },
    },
  };
}

const toldIn = (deeds: readonly Deed[]): PageModel[string] =>
  deeds.map(({ at, what, to }) => ({ at, what, to: to.words }));

export const takenBackPage = (survey: Survey): Reply => ({
  page: 'surveys/taken-back',
  title: 'Your answers are gone',
  model: { survey: { title: survey.title, code: survey.code }, isDrawn: isDrawn(survey.kind) },
});

/** The draw of a contest, so that anybody can do it again; before it, the hash that it will be held to. */
export async function drawPage(parts: Parts, visit: Looking, survey: Survey): Promise<Reply> {
  const draw = await findDraw(parts, survey);
  return {
    page: 'surveys/draw',
    title: `The draw – ${survey.title}`,
    model: {
      survey: factsOf(survey, await askerOf(parts, survey), parts.clock()),
      draw: draw === null ? undefined : { ...drawn(survey, draw), at: draw.at, entries: draw.numbers.length },
      zone: zoneOf(visit),
    },
  };
}

/** What the checker reads. */
export const drawn = ({ code, winners, seedSha256 }: Survey, draw: Draw) => ({
  contest: code,
  seedSha256: seedSha256 ?? '',
  seed: draw.seed,
  howMany: winners ?? 0,
  numbers: draw.numbers,
  winners: draw.winners,
});
