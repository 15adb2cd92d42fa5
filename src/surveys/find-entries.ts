import { showOwn } from '../gateway/release.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { entryLinkHash, entryToken } from './entry-link.ts';
import { type Answers, parseAnswers } from './questions.ts';
import { goneAt, type Survey, stateOf } from './rules.ts';
import { type Entry, entriesBy, entryWith, surveyWith } from './store.ts';

export type Found = { entry: Entry; survey: Survey };

/** The entry of a link, for whoever holds the link. Refuses with `not-found`, also once it was taken back or has gone. */
export async function entryByToken({ db }: Pick<Parts, 'db'>, token: string): Promise<Found> {
  const entry = await entryWith(db, { linkHash: entryLinkHash(token) });
  const survey = entry && (await surveyWith(db, { id: entry.surveyId }));
  if (entry === undefined || survey === undefined) throw notFound();
  return { entry, survey };
}

/** The secret of the link to what this person answered, if they did. */
export async function tokenOf(
  parts: Pick<Parts, 'db' | 'secrets'>,
  { id: surveyId }: Survey,
  personId: PersonId,
): Promise<string | undefined> {
  const entry = await entryWith(parts.db, { surveyId_personId: { surveyId, personId } });
  return entry && entryToken(parts, entry.id);
}

/** Somebody's own answers, for their eyes (PP-12.3). Whoever holds the link of an entry is the one it is about. */
export const ownAnswers = ({ answers, about }: Entry): Answers => parseAnswers(showOwn(answers, about).value);

/** What somebody answered with their account, for My Profile: where it is, until when, and how to take it back. */
export async function findEntries(parts: Pick<Parts, 'db' | 'secrets' | 'clock'>, personId: PersonId) {
  const rows = await entriesBy(parts.db, personId);
  const now = parts.clock();
  return rows.map(({ survey, ...entry }) => ({
    title: survey.title,
    isDrawn: survey.winners !== null,
    number: entry.number,
    email: entry.email === null ? undefined : showOwn(entry.email, personId),
    at: entry.at,
    goneAt: goneAt(survey),
    isOpen: stateOf(survey, now) === 'open',
    token: entryToken(parts, entry.id),
  }));
}
