import { createHash, randomBytes } from 'node:crypto';
import { note } from '../audit/note.ts';
import { Refusal, wrongField } from '../platform/errors.ts';
import { newId, newSurveyCode, type PersonId, type SurveyCode, type WebinarId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { startOf } from '../webinars/wall-time.ts';
import { FURTHEST_MS, isDrawn, type Survey, stateOf } from './rules.ts';
import type { DetailsForm } from './schema.ts';
import { type Details, insertSurvey, lockedSurvey, type Seed, updateSurvey } from './store.ts';

type BuildParts = Pick<Parts, 'db' | 'clock'>;

/** Day and time of a form are meant in this zone: the owner's. */
type Asking = { ownerId: PersonId; webinarId: WebinarId | null; timeZone: string };

/**
 * Begins a draft, which its owner alone sees. Returns the code of its page. Refuses an end that has passed, or that is too far
 * away for answers to be kept until then, with `invalid` beside the field.
 */
export async function buildSurvey(
  { db, clock }: BuildParts,
  { ownerId, webinarId, timeZone }: Asking,
  form: DetailsForm,
): Promise<SurveyCode> {
  const createdAt = clock();
  const details = detailsIn(form, timeZone, createdAt);
  const [id, code] = [newId<string>(), newSurveyCode()];
  await db.transaction(async (tx) => {
    await insertSurvey(tx, { id, code, ownerId, webinarId, createdAt, ...details, ...newSeedFor(details) });
    await note(tx, { event: 'survey.built', by: ownerId, at: createdAt, facts: { survey: id } });
  });
  return code;
}

/** Changes what a draft says of itself. Refuses with `wrong-state` once it is published. */
export async function changeDetails(
  { db, clock }: BuildParts,
  { id, timeZone }: { id: string; timeZone: string },
  form: DetailsForm,
): Promise<void> {
  const changedAt = clock();
  const details = detailsIn(form, timeZone, changedAt);
  await db.transaction(async (tx) => {
    refuseUnlessDraft(await lockedSurvey(tx, id), changedAt);
    await updateSurvey(tx, id, { ...details, ...newSeedFor(details), changedAt });
  });
}

/** What is published stays as it is: whoever answered has read it. */
export function refuseUnlessDraft(survey: Survey | undefined, now: Date): asserts survey is Survey {
  if (survey === undefined || stateOf(survey, now) !== 'draft')
    throw new Refusal('wrong-state', { sentence: 'This is published, so it stays as people have read it.' });
}

function detailsIn(
  { kind, title, intro, purpose, date, time, ...rest }: DetailsForm,
  zone: string,
  now: Date,
): Details {
  const endsAt = startOf(`${date}T${time}`, zone).startsAt;
  if (endsAt <= now) throw wrongField('date', 'This has passed already. Choose a later day or time.');
  else if (endsAt.getTime() - now.getTime() > FURTHEST_MS)
    throw wrongField('date', 'Choose a day within the next five years.');
  const drawn = isDrawn(kind);
  const { keepDays, winners = null, terms = '' } = rest;
  return { kind, title, intro, purpose, endsAt, keepDays, winners: drawn ? winners : null, terms: drawn ? terms : '' };
}

/** 256 random bits for what is drawn; only their hash is shown before the draw. */
export function newSeedFor({ kind }: Pick<Survey, 'kind'>): Seed {
  if (!isDrawn(kind)) return { seed: null, seedSha256: null };
  const seed = randomBytes(32).toString('hex');
  return { seed, seedSha256: createHash('sha256').update(seed).digest('hex') };
}
