import { notFound, Refusal } from '../platform/errors.ts';
import { type Route, route, type SignedIn } from '../platform/http/route.ts';
import type { SurveyCode } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { webinarOfHost } from '../webinars/find-webinar.ts';
import { buildSurvey, changeDetails, refuseUnlessDraft } from './build-survey.ts';
import { addQuestion, changeQuestion, placeQuestion } from './change-questions.ts';
import { clearDraft } from './clear-draft.ts';
import { closeSurvey } from './close-survey.ts';
import { drawWinners } from './draw-winners.ts';
import { ownSurvey } from './find-surveys.ts';
import * as pages from './owner-pages.ts';
import { surveyPage } from './pages.ts';
import { publishSurvey } from './publish-survey.ts';
import { type Family, familyOf, type Survey, stateOf } from './rules.ts';
import * as schema from './schema.ts';
import { resultsTable, showResults } from './show-results.ts';

/** Building is many small steps, each a form of its own. */
const BUILDING = { points: 600, seconds: 600 };
/** Every look at answers writes a row for each of them. */
const LOOKING = { points: 60, seconds: 600 };

export const ownerRoutes = (parts: Parts): Route[] => [
  ...staffLists(parts, 'surveys'),
  ...staffLists(parts, 'contests'),
  ...atWebinar(parts),
  ...building(parts),
  ...asking(parts),
  ...publishing(parts),
  ...reading(parts),
];

const staffLists = (parts: Parts, family: Family): Route[] => [
  route({
    method: 'GET',
    path: `/admin/${family}`,
    who: 'staff',
    query: schema.ListQuery,
    handle: ({ person, query }) => pages.listPage(parts, family, here(person), query),
  }),
  route({
    method: 'GET',
    path: `/admin/${family}/new`,
    who: 'staff',
    handle: () => pages.newPage({ base: `/admin/${family}`, family }),
  }),
  route({
    method: 'POST',
    path: `/admin/${family}`,
    who: 'staff',
    rate: BUILDING,
    body: schema.DetailsForm,
    again: (_visit, entered, problems) => pages.newPage({ base: `/admin/${family}`, family, entered, problems }),
    async handle({ person, body }) {
      const { id: ownerId, timeZone } = here(person);
      const code = await buildSurvey(parts, { ownerId, webinarId: null, timeZone: timeZone.value }, body);
      return { redirect: `/surveys/${code}/edit` };
    },
  }),
];

/** The same for the host of a webinar, under the address of the webinar. */
const atWebinar = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/webinars/:code/surveys',
    who: 'member',
    params: schema.WebinarPlace,
    handle: ({ person, params: { code } }) => pages.webinarListPage(parts, here(person), code),
  }),
  ...(['surveys', 'contests'] as const).flatMap((family) => [
    route({
      method: 'GET',
      path: `/webinars/:code/${family}/new`,
      who: 'member',
      params: schema.WebinarPlace,
      async handle({ person, params: { code } }) {
        await webinarOfHost(parts, { code, hostId: here(person).id });
        return pages.newPage({ base: `/webinars/${code}/${family}`, family });
      },
    }),
    route({
      method: 'POST',
      path: `/webinars/:code/${family}`,
      who: 'member',
      rate: BUILDING,
      params: schema.WebinarPlace,
      body: schema.DetailsForm,
      async again({ person, params: { code } }, entered, problems) {
        await webinarOfHost(parts, { code, hostId: here(person).id });
        return pages.newPage({ base: `/webinars/${code}/${family}`, family, entered, problems });
      },
      async handle({ person, params, body }) {
        const { id: ownerId, timeZone } = here(person);
        const { id: webinarId } = await webinarOfHost(parts, { code: params.code, hostId: ownerId });
        const code = await buildSurvey(parts, { ownerId, webinarId, timeZone: timeZone.value }, body);
        return { redirect: `/surveys/${code}/edit` };
      },
    }),
  ]),
];

type AtSurvey = { person: SignedIn | undefined; params: { code: SurveyCode } };

/** A survey of whoever is signed in. */
const own = (parts: Parts, { person, params }: AtSurvey): Promise<Survey> =>
  ownSurvey(parts, here(person), params.code);

const editOf = ({ code }: Pick<Survey, 'code'>) => `/surveys/${code}/edit`;

const building = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/surveys/:code/edit',
    who: 'member',
    params: schema.SurveyPlace,
    async handle(visit) {
      const survey = await own(parts, visit);
      if (stateOf(survey, parts.clock()) !== 'draft') return { redirect: `/surveys/${survey.code}/results` };
      return pages.editPage(parts, here(visit.person), survey);
    },
  }),
  route({
    method: 'POST',
    path: '/surveys/:code/edit',
    who: 'member',
    rate: BUILDING,
    params: schema.SurveyPlace,
    body: schema.DetailsForm,
    again: async (visit, entered, problems) =>
      pages.editPage(parts, here(visit.person), await own(parts, visit), { entered, problems }),
    async handle(visit) {
      const survey = await own(parts, visit);
      await changeDetails(parts, { id: survey.id, timeZone: here(visit.person).timeZone.value }, visit.body);
      return { redirect: editOf(survey) };
    },
  }),
  route({
    method: 'GET',
    path: '/surveys/:code/preview',
    who: 'member',
    params: schema.SurveyPlace,
    handle: async (visit) => surveyPage(parts, visit, await own(parts, visit), { isPreview: true }),
  }),
];

const asking = (parts: Parts): Route[] => [
  route({
    method: 'POST',
    path: '/surveys/:code/questions',
    who: 'member',
    rate: BUILDING,
    params: schema.SurveyPlace,
    body: schema.QuestionForm,
    again: async (visit, entered, problems) =>
      pages.editPage(parts, here(visit.person), await own(parts, visit), { entered, problems }),
    async handle(visit) {
      const survey = await own(parts, visit);
      await addQuestion(parts, survey.id, visit.body);
      return { redirect: `${editOf(survey)}#questions` };
    },
  }),
  route({
    method: 'GET',
    path: '/surveys/:code/questions/:question',
    who: 'member',
    params: schema.QuestionPlace,
    async handle(visit) {
      const survey = await own(parts, visit);
      refuseUnlessDraft(survey, parts.clock());
      return pages.questionPage(survey, questionIn(survey, visit.params.question));
    },
  }),
  route({
    method: 'POST',
    path: '/surveys/:code/questions/:question',
    who: 'member',
    rate: BUILDING,
    params: schema.QuestionPlace,
    body: schema.QuestionForm,
    async again(visit, entered, problems) {
      const survey = await own(parts, visit);
      return pages.questionPage(survey, questionIn(survey, visit.params.question), { entered, problems });
    },
    async handle(visit) {
      const survey = await own(parts, visit);
      await changeQuestion(parts, survey.id, { id: visit.params.question, form: visit.body });
      return { redirect: `${editOf(survey)}#questions` };
    },
  }),
  route({
    method: 'POST',
    path: '/surveys/:code/questions/:question/place',
    who: 'member',
    rate: BUILDING,
    params: schema.QuestionPlace,
    body: schema.PlaceForm,
    again: async (visit, _entered, problems) =>
      pages.editPage(parts, here(visit.person), await own(parts, visit), { problems }),
    async handle(visit) {
      const survey = await own(parts, visit);
      await placeQuestion(parts, survey.id, { id: visit.params.question, act: visit.body.act });
      return { redirect: `${editOf(survey)}#questions` };
    },
  }),
];

const publishing = (parts: Parts): Route[] => [
  route({
    method: 'POST',
    path: '/surveys/:code/publication',
    who: 'member',
    rate: BUILDING,
    params: schema.SurveyPlace,
    again: async (visit, _entered, problems) =>
      pages.editPage(parts, here(visit.person), await own(parts, visit), { problems }),
    async handle(visit) {
      const survey = await own(parts, visit);
      await publishSurvey(parts, { id: survey.id, by: here(visit.person).id });
      return { redirect: `/surveys/${survey.code}/results?done=published` };
    },
  }),
  route({
    method: 'POST',
    path: '/surveys/:code/removal',
    who: 'member',
    rate: BUILDING,
    params: schema.SurveyPlace,
    async handle(visit) {
      const survey = await own(parts, visit);
      await clearDraft(parts, { id: survey.id, by: here(visit.person).id });
      return { redirect: survey.webinarId === null ? `/admin/${familyOf(survey.kind)}` : '/webinars' };
    },
  }),
  route({
    method: 'POST',
    path: '/surveys/:code/closing',
    who: 'member',
    rate: BUILDING,
    params: schema.SurveyPlace,
    async handle(visit) {
      const survey = await own(parts, visit);
      await closeSurvey(parts, { id: survey.id, by: here(visit.person).id });
      return { redirect: `/surveys/${survey.code}/results?done=closed` };
    },
  }),
  // The letters to winners are the work of a job of ours, once for each of them whoever presses.
  route({
    method: 'POST',
    path: '/surveys/:code/draw',
    who: 'member',
    rate: BUILDING,
    params: schema.SurveyPlace,
    async handle(visit) {
      const survey = await own(parts, visit);
      await drawWinners(parts, { id: survey.id, by: here(visit.person).id });
      return { redirect: `/surveys/${survey.code}/results?done=drawn` };
    },
  }),
];

const reading = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/surveys/:code/results',
    who: 'member',
    rate: LOOKING,
    params: schema.SurveyPlace,
    query: schema.DoneQuery,
    async handle(visit) {
      const survey = await own(parts, visit);
      if (stateOf(survey, parts.clock()) === 'draft') return { redirect: editOf(survey) };
      return pages.resultsPage(parts, here(visit.person), survey, { done: visit.query.done });
    },
  }),
  route({
    method: 'GET',
    path: '/surveys/:code/results.csv',
    who: 'member',
    rate: LOOKING,
    params: schema.SurveyPlace,
    async handle(visit) {
      const survey = await own(parts, visit);
      return { csv: resultsTable(survey, (await showResults(parts, survey)).told), name: `answers-${survey.code}.csv` };
    },
  }),
];

function questionIn({ questions }: Survey, id: string) {
  const question = questions.find((each) => each.id === id);
  if (question === undefined) throw notFound();
  return question;
}

/** Behind the guard there is somebody; the type only does not know it. */
function here(person: SignedIn | undefined): SignedIn {
  if (person === undefined) throw new Refusal('sign-in-first');
  return person;
}
