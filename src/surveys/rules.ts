import type { PersonId, SurveyCode, WebinarId } from '../platform/ids.ts';
import type { Question } from './questions.ts';

/** What can be asked. Winners are drawn in the last two. */
export const surveyKinds = ['survey', 'form', 'contest', 'promotion'] as const;
export type SurveyKind = (typeof surveyKinds)[number];

/** The two lists in which staff find them. */
export type Family = 'surveys' | 'contests';
export const kindsOf: Record<Family, readonly SurveyKind[]> = {
  surveys: ['survey', 'form'],
  contests: ['contest', 'promotion'],
};
export const isDrawn = (kind: SurveyKind): boolean => kindsOf.contests.includes(kind);
export const familyOf = (kind: SurveyKind): Family => (isDrawn(kind) ? 'contests' : 'surveys');

export const SHORTEST_KEPT_DAYS = 1;
/** As the retention table of the policy says for answers. */
export const LONGEST_KEPT_DAYS = 90;
export const MOST_WINNERS = 1000;

/** Questions that somebody asks, as they and everybody who answers may see them. The seed of a draw is not among it. */
export type Survey = {
  id: string;
  code: SurveyCode;
  kind: SurveyKind;
  title: string;
  intro: string;
  /** What the answers are for, in the words of whoever asks. */
  purpose: string;
  questions: Question[];
  /** Of a contest or promotion: who may take part, what there is to win, and how it is handed over. */
  terms: string;
  ownerId: PersonId;
  /** The webinar whose host asks; none where our staff do. */
  webinarId: WebinarId | null;
  publishedAt: Date | null;
  endsAt: Date;
  closedAt: Date | null;
  keepDays: number;
  clearedAt: Date | null;
  /** How many answered, once the answers are gone. */
  answered: number | null;
  winners: number | null;
  seedSha256: string | null;
};

/** `draft`: only its owner sees it. `open`: it takes answers. `ended`: it takes none. `cleared`: the answers are gone. */
export type SurveyState = 'draft' | 'open' | 'ended' | 'cleared';

type Times = Pick<Survey, 'publishedAt' | 'endsAt' | 'closedAt' | 'clearedAt'>;

const DAY_MS = 24 * 60 * 60_000;
/** No end is further away than this, so that no term of answers is without an end (PP-03.5). */
export const FURTHEST_MS = 5 * 365 * DAY_MS;

/** The first instant at which no answer is taken any more. */
export const endOf = ({ endsAt, closedAt }: Pick<Survey, 'endsAt' | 'closedAt'>): Date =>
  closedAt !== null && closedAt < endsAt ? closedAt : endsAt;

/** When the answers go (PP-03.5). */
export const goneAt = (survey: Pick<Survey, 'endsAt' | 'closedAt' | 'keepDays'>): Date =>
  new Date(endOf(survey).getTime() + survey.keepDays * DAY_MS);

export function stateOf(survey: Times, now: Date): SurveyState {
  if (survey.publishedAt === null) return 'draft';
  else if (survey.clearedAt !== null) return 'cleared';
  else return endOf(survey) <= now ? 'ended' : 'open';
}
