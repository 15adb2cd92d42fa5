import { notFound } from '../platform/errors.ts';
import { agePassed } from '../platform/http/age-door.ts';
import { causeOf } from '../platform/http/mail-cause.ts';
import { type Route, route } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { changeEntry } from './change-entry.ts';
import { enterSurvey } from './enter-survey.ts';
import { entryByToken, tokenOf } from './find-entries.ts';
import { findDraw, surveyByCode } from './find-surveys.ts';
import { ownerRoutes } from './owner-routes.ts';
import * as pages from './pages.ts';
import { isDrawn } from './rules.ts';
import { AnswersForm, DoneQuery, EntryPlace, SurveyPlace } from './schema.ts';
import { takeBackEntry } from './take-back-entry.ts';

/** A whole lecture hall answers from one network within a minute. */
const ANSWERING = { points: 600, seconds: 600 };
const CHANGING = { points: 120, seconds: 600 };

export const surveyRoutes = (parts: Parts): Route[] => [
  ...answering(parts),
  ...ownEntry(parts),
  ...drawRoutes(parts),
  ...ownerRoutes(parts),
];

const answering = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/surveys/:code',
    who: 'anyone',
    door: true,
    counted: true,
    params: SurveyPlace,
    async handle(visit) {
      const survey = await surveyByCode(parts, visit.params.code);
      const token = visit.person && (await tokenOf(parts, survey, visit.person.id));
      return token === undefined ? pages.surveyPage(parts, visit, survey) : { redirect: `/entries/${token}` };
    },
  }),
  route({
    method: 'POST',
    path: '/surveys/:code',
    who: 'anyone',
    door: true,
    mails: true,
    rate: ANSWERING,
    params: SurveyPlace,
    body: AnswersForm,
    again: async (visit, entered, problems) =>
      pages.surveyPage(parts, visit, await surveyByCode(parts, visit.params.code), { entered, problems }),
    async handle(visit) {
      const { person, body } = visit;
      const survey = await surveyByCode(parts, visit.params.code);
      const agePassedAt = person === undefined ? agePassed(visit).agePassedAt : undefined;
      const answering = { personId: person?.id, agePassedAt, form: body, cause: causeOf(visit) };
      const entered = await enterSurvey(parts, survey, answering);
      return entered === 'by-letter'
        ? pages.byLetterPage(survey)
        : { redirect: `/entries/${entered.token}?done=entered` };
    },
  }),
];

/** What somebody answered. They passed the age question when they did; a mailed link is opened in any browser. */
const ownEntry = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/entries/:token',
    who: 'anyone',
    params: EntryPlace,
    query: DoneQuery,
    async handle(visit) {
      const { token } = visit.params;
      const found = await entryByToken(parts, token);
      return pages.entryPage(parts, visit, { token, found, done: visit.query.done });
    },
  }),
  route({
    method: 'POST',
    path: '/entries/:token',
    who: 'anyone',
    rate: CHANGING,
    params: EntryPlace,
    body: AnswersForm,
    async again(visit, entered, problems) {
      const { token } = visit.params;
      return pages.entryPage(parts, visit, { token, found: await entryByToken(parts, token), entered, problems });
    },
    async handle({ params: { token }, body }) {
      await changeEntry(parts, await entryByToken(parts, token), body);
      return { redirect: `/entries/${token}?done=changed` };
    },
  }),
  route({
    method: 'POST',
    path: '/entries/:token/withdrawal',
    who: 'anyone',
    rate: CHANGING,
    params: EntryPlace,
    async handle({ params: { token } }) {
      const found = await entryByToken(parts, token);
      await takeBackEntry(parts, found);
      return pages.takenBackPage(found.survey);
    },
  }),
];

const drawRoutes = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/contests/:code/draw',
    who: 'anyone',
    params: SurveyPlace,
    async handle(visit) {
      const survey = await surveyByCode(parts, visit.params.code);
      if (!isDrawn(survey.kind)) throw notFound();
      return pages.drawPage(parts, visit, survey);
    },
  }),
  route({
    method: 'GET',
    path: '/contests/:code/draw.json',
    who: 'anyone',
    params: SurveyPlace,
    async handle({ params: { code } }) {
      const survey = await surveyByCode(parts, code);
      const draw = await findDraw(parts, survey);
      if (draw === null) throw notFound();
      return { json: pages.drawn(survey, draw) };
    },
  }),
];
