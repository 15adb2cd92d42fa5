import { z } from 'zod';
import { holding, type Tx } from '../platform/db.ts';
import type { Prisma } from '../platform/generated/client.ts';
import type { PersonId, SurveyCode, WebinarId } from '../platform/ids.ts';
import { type CollectionPoint, type Personal, type Subject, seal, sealMaybe } from '../platform/personal.ts';
import { type Question, questionTypeNames } from './questions.ts';
import type { Survey, SurveyKind, SurveyState } from './rules.ts';

const SEEN = {
  ...{ id: true, code: true, kind: true, title: true, intro: true, purpose: true, questions: true, terms: true },
  ...{ ownerId: true, webinarId: true, publishedAt: true, endsAt: true, closedAt: true, keepDays: true },
  ...{ clearedAt: true, answered: true, winners: true, seedSha256: true },
} as const;

type Row = Prisma.SurveyGetPayload<{ select: typeof SEEN }>;

const Questions: z.ZodType<Question[]> = z.array(
  z.strictObject({
    id: z.string(),
    type: z.enum(questionTypeNames),
    label: z.string(),
    help: z.string(),
    required: z.boolean(),
    options: z.array(z.string()),
  }),
);

const fromRow = (row: Row): Survey => ({
  ...row,
  code: row.code as SurveyCode,
  ownerId: row.ownerId as PersonId,
  webinarId: row.webinarId as WebinarId | null,
  questions: Questions.parse(row.questions),
});

export type Details = Pick<
  Survey,
  'kind' | 'title' | 'intro' | 'purpose' | 'terms' | 'endsAt' | 'keepDays' | 'winners'
>;
/** The secret of a draw and the hash that is published before it. */
export type Seed = { seed: string | null; seedSha256: string | null };
export type NewSurvey = Details & Seed & Pick<Survey, 'id' | 'code' | 'ownerId' | 'webinarId'> & { createdAt: Date };

export async function insertSurvey(tx: Tx, survey: NewSurvey): Promise<void> {
  await tx.survey.create({ data: { ...survey, questions: [], changedAt: survey.createdAt }, select: { id: true } });
}

export async function surveyWith(tx: Tx, where: { id: string } | { code: SurveyCode }): Promise<Survey | undefined> {
  const row = await tx.survey.findUnique({ where, select: SEEN });
  return row === null ? undefined : fromRow(row);
}

/** The same, held by the lock of its row until the transaction ends: whoever enters, closes, draws or clears waits. */
export async function lockedSurvey(tx: Tx, id: string): Promise<Survey | undefined> {
  await tx.$queryRaw`SELECT "id" FROM "Survey" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return surveyWith(tx, { id });
}

type Change = Partial<Details & Seed & { closedAt: Date; publishedAt: Date; clearedAt: Date; answered: number }> & {
  questions?: Question[];
};

export async function updateSurvey(tx: Tx, id: string, change: Change & { changedAt: Date }): Promise<void> {
  await tx.survey.update({ where: { id }, data: change, select: { id: true } });
}

export type Wanted = {
  kinds: readonly SurveyKind[];
  /** Part of the title; empty for all. */
  find: string;
  state: SurveyState | '';
  now: Date;
  /** Those of one webinar; nothing for those of our staff. */
  webinarId: WebinarId | null;
  skip: number;
  take: number;
};

export type Listed = Survey & { entries: number };

/** Surveys with how many answered, the latest first. */
export async function findSurveys(
  tx: Tx,
  { kinds, find, state, now, webinarId, skip, take }: Wanted,
): Promise<Listed[]> {
  const rows = await tx.survey.findMany({
    where: {
      kind: { in: [...kinds] },
      webinarId,
      ...(find !== '' && { title: holding(find) }),
      ...(state !== '' && inState(state, now)),
    },
    select: { ...SEEN, _count: { select: { entries: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip,
    take,
  });
  return rows.map(({ _count, ...row }) => ({ ...fromRow(row), entries: row.answered ?? _count.entries }));
}

function inState(state: SurveyState, now: Date): Prisma.SurveyWhereInput {
  const published = { publishedAt: { not: null } };
  if (state === 'draft') return { publishedAt: null };
  else if (state === 'cleared') return { clearedAt: { not: null } };
  else if (state === 'open') return { ...published, endsAt: { gt: now }, closedAt: null };
  else return { ...published, clearedAt: null, OR: [{ endsAt: { lte: now } }, { closedAt: { not: null } }] };
}

/** Something somebody answered, sealed. `about` is the person, or the entry itself where there is no account. */
export type Entry = {
  id: string;
  surveyId: string;
  number: number;
  personId: PersonId | null;
  about: Subject;
  answers: Personal<'survey_answer'>;
  email: Personal<'email'> | null;
  at: Date;
};

const ENTRY = {
  ...{ id: true, surveyId: true, number: true, personId: true, email: true, answers: true, at: true },
  ...{ collectedVia: true, policyVersionId: true },
} as const;
type EntryRow = Prisma.SurveyEntryGetPayload<{ select: typeof ENTRY }>;

function sealed({ collectedVia, policyVersionId, email, answers, ...row }: EntryRow): Entry {
  const about = row.personId ?? row.id;
  const origin = { about, under: policyVersionId, via: collectedVia };
  return {
    ...row,
    personId: row.personId as PersonId | null,
    about,
    answers: seal('survey_answer', answers, origin),
    email: sealMaybe('email', email, origin),
  };
}

/** What comes in at the form: plain, because it comes from the person and goes nowhere but into the table. */
export type NewEntry = {
  id: string;
  surveyId: string;
  number: number;
  personId: PersonId | null;
  email: string | null;
  answers: string;
  collectedVia: CollectionPoint;
  policyVersionId: number;
  agePassedAt: Date;
  linkHash: string;
  at: Date;
};

export async function insertEntry(tx: Tx, entry: NewEntry): Promise<void> {
  await tx.surveyEntry.create({ data: entry, select: { id: true } });
}

/** The next number of a survey. No number is given twice, not even one that was taken back. */
export async function nextNumber(tx: Tx, surveyId: string): Promise<number> {
  const { entered } = await tx.survey.update({
    where: { id: surveyId },
    data: { entered: { increment: 1 } },
    select: { entered: true },
  });
  return entered;
}

type OneEntry =
  | { linkHash: string }
  | { surveyId_personId: { surveyId: string; personId: PersonId } }
  | { surveyId_email: { surveyId: string; email: string } };

export async function entryWith(tx: Tx, where: OneEntry): Promise<Entry | undefined> {
  const row = await tx.surveyEntry.findUnique({ where, select: ENTRY });
  return row === null ? undefined : sealed(row);
}

/** An entry by address becomes that of the person whose confirmed address it is. */
export async function giveEntryTo(tx: Tx, id: string, personId: PersonId): Promise<void> {
  await tx.surveyEntry.updateMany({ where: { id, personId: null }, data: { personId } });
}

/** False if it was taken back in the meantime. */
export async function updateAnswers(tx: Tx, id: string, change: { answers: string; at: Date }): Promise<boolean> {
  return (await tx.surveyEntry.updateMany({ where: { id }, data: change })).count === 1;
}

export async function deleteSurvey(tx: Tx, id: string): Promise<void> {
  await tx.survey.delete({ where: { id }, select: { id: true } });
}

export async function deleteEntry(tx: Tx, id: string): Promise<void> {
  await tx.surveyEntry.deleteMany({ where: { id } });
}

/** Every entry of a survey, by number. */
export async function entriesOf(tx: Tx, surveyId: string): Promise<Entry[]> {
  const rows = await tx.surveyEntry.findMany({ where: { surveyId }, select: ENTRY, orderBy: { number: 'asc' } });
  return rows.map(sealed);
}

export const countEntries = (tx: Tx, surveyId: string): Promise<number> =>
  tx.surveyEntry.count({ where: { surveyId } });

/** What somebody answered with their account, the latest first. */
export async function entriesBy(tx: Tx, personId: PersonId): Promise<(Entry & { survey: Survey })[]> {
  const rows = await tx.surveyEntry.findMany({
    where: { personId },
    select: { ...ENTRY, survey: { select: SEEN } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  });
  return rows.map(({ survey, ...row }) => ({ ...sealed(row), survey: fromRow(survey) }));
}

/** The secret of a contest, for its draw alone. */
export async function seedOf(tx: Tx, id: string): Promise<string | null> {
  return (await tx.survey.findUniqueOrThrow({ where: { id }, select: { seed: true } })).seed;
}

export type Draw = { surveyId: string; seed: string; numbers: number[]; winners: number[]; drawnBy: string; at: Date };

/** False if it was drawn before. */
export async function insertDraw(tx: Tx, draw: Draw): Promise<boolean> {
  return (await tx.draw.createMany({ data: draw, skipDuplicates: true })).count === 1;
}

export const drawOf = (tx: Tx, surveyId: string): Promise<Draw | null> => tx.draw.findUnique({ where: { surveyId } });

/** Surveys whose answers are still there although their term is over. */
export async function overdue(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Survey" WHERE "publishedAt" IS NOT NULL AND "clearedAt" IS NULL
      AND least("endsAt", "closedAt") + make_interval(hours => "keepDays" * 24) <= ${now} ORDER BY "id"`;
  return rows.map(({ id }) => id);
}

/** Deletes what was answered, and says how many answers there were. The numbers of a draw stay: they point to nobody. */
export async function deleteEntries(tx: Tx, surveyId: string): Promise<number> {
  return (await tx.surveyEntry.deleteMany({ where: { surveyId } })).count;
}
