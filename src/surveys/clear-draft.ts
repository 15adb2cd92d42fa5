import { note } from '../audit/note.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { refuseUnlessDraft } from './build-survey.ts';
import { deleteSurvey, lockedSurvey } from './store.ts';

/** Throws a draft away. Refuses with `wrong-state` once it is published: whoever answered has read it. */
export async function clearDraft(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  { id, by }: { id: string; by: PersonId },
): Promise<void> {
  const at = clock();
  await db.transaction(async (tx) => {
    refuseUnlessDraft(await lockedSurvey(tx, id), at);
    await deleteSurvey(tx, id);
    await note(tx, { event: 'survey.draft-cleared', by, at, facts: { survey: id } });
  });
}
