import type { Parts } from '../platform/parts.ts';
import type { Found } from './find-entries.ts';
import { deleteEntry, lockedSurvey } from './store.ts';

/**
 * Deletes what somebody answered, at once and at any time. Its number is given to nobody else. A draw that has been
 * stays as it was: it holds numbers alone. Doing it twice changes nothing more.
 */
export async function takeBackEntry({ db }: Pick<Parts, 'db'>, { entry, survey }: Found): Promise<void> {
  await db.transaction(async (tx) => {
    await lockedSurvey(tx, survey.id);
    await deleteEntry(tx, entry.id);
  });
}
