import { note } from '../audit/note.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { whoDid } from './add-processor.ts';
import type { OPERATOR } from './rules.ts';
import { insertEnd, processorById } from './store.ts';

/**
 * From now on nothing goes there, whatever the agreement says (PP-09.3). One admin is enough, or the operator: it only
 * narrows. There is no way back but a new entry.
 */
export async function endProcessor(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  { id, by }: { id: string; by: PersonId | typeof OPERATOR },
): Promise<void> {
  const at = clock();
  await db.transaction(async (tx) => {
    if ((await processorById(tx, id)) === null) throw notFound();
    if (!(await insertEnd(tx, { processorId: id, endedBy: by, at })))
      throw new Refusal('wrong-state', { sentence: 'This has been ended before.' });
    await note(tx, { at, event: 'processor.ended', ...whoDid(by), facts: { processor: id } });
  });
}
