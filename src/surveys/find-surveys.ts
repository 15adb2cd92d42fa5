import type { Tx } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { SignedIn } from '../platform/http/route.ts';
import type { PersonId, SurveyCode, WebinarCode, WebinarId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Released } from '../platform/personal.ts';
import { webinarById, webinarOfHost } from '../webinars/find-webinar.ts';
import { type Family, kindsOf, type Survey, type SurveyKind, type SurveyState, stateOf } from './rules.ts';
import { drawOf, findSurveys, type Listed, surveyWith } from './store.ts';

type FindParts = Pick<Parts, 'db' | 'clock'>;

/** Who is asked to be the owner of something: their account and what it may do. */
export type Owner = Pick<SignedIn, 'id' | 'role'>;

/** A survey for whoever has its address. A draft is there for nobody: `not-found`. */
export async function surveyByCode({ db, clock }: FindParts, code: SurveyCode): Promise<Survey> {
  const survey = await surveyWith(db, { code });
  if (survey === undefined || stateOf(survey, clock()) === 'draft') throw notFound();
  return survey;
}

/** A survey for whoever asks it, and for nobody else: `not-found`. Who is no longer staff has none of our own. */
export async function ownSurvey({ db }: { db: Tx }, owner: Owner, code: SurveyCode): Promise<Survey> {
  const survey = await surveyWith(db, { code });
  if (survey === undefined || survey.ownerId !== owner.id) throw notFound();
  if (survey.webinarId === null && owner.role === 'member') throw notFound();
  return survey;
}

/** Who asks, as the form says it: our own staff, or the host of a webinar by name. */
export type Asker =
  | { isHost: false }
  | { isHost: true; name: Released<'participants'>; webinar: { title: string; code: string } };

export async function askerOf({ db }: { db: Tx }, { webinarId }: Pick<Survey, 'webinarId'>): Promise<Asker> {
  if (webinarId === null) return { isHost: false };
  const { hostName, title, code } = await webinarById({ db }, webinarId);
  return { isHost: true, name: hostName, webinar: { title, code } };
}

const PER_PAGE = 25;

type Wanted = { find: string; state: SurveyState | ''; kind: SurveyKind | ''; page: number };

/** One page of what our staff ask, of one family, and whether there is more. Titles and counts; nothing that was answered. */
export async function listSurveys({ db, clock }: FindParts, family: Family, { find, state, kind, page }: Wanted) {
  const kinds = kindsOf[family].filter((each) => kind === '' || each === kind);
  const rows = await findSurveys(db, {
    ...{ kinds, find, state, now: clock(), webinarId: null },
    ...{ skip: (page - 1) * PER_PAGE, take: PER_PAGE + 1 },
  });
  return { surveys: rows.slice(0, PER_PAGE), hasMore: rows.length > PER_PAGE };
}

/** More than anybody asks at one webinar. */
const OF_ONE_WEBINAR = 100;

/** What the host of a webinar asks at it. Refuses anybody but the host with `not-found`. */
export async function surveysOfWebinar(
  { db, clock }: FindParts,
  own: { code: WebinarCode; hostId: PersonId },
): Promise<{ webinar: { id: WebinarId; title: string; code: WebinarCode }; surveys: Listed[] }> {
  const { id, title, code } = await webinarOfHost({ db }, own);
  const kinds = [...kindsOf.surveys, ...kindsOf.contests];
  const wanted = { kinds, find: '', state: '', now: clock(), webinarId: id, skip: 0, take: OF_ONE_WEBINAR } as const;
  return { webinar: { id, title, code }, surveys: await findSurveys(db, wanted) };
}

/** The draw of a contest, for everybody: seed, numbers and winners. Nothing while there is none. */
export const findDraw = ({ db }: { db: Tx }, { id }: Pick<Survey, 'id'>) => drawOf(db, id);
