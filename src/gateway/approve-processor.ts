import { note } from '../audit/note.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { stateOf } from './rules.ts';
import { insertApproval, processorById } from './store.ts';

/**
 * The second admin: from now on the company is in use (PP-09.3). Refuses whoever added it, and what no longer waits. A
 * trigger in the database says the same.
 */
export async function approveProcessor(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  { id, by }: { id: string; by: PersonId },
): Promise<void> {
  const at = clock();
  await db.transaction(async (tx) => {
    const processor = await processorById(tx, id);
    if (processor === null) throw notFound();
    if (stateOf(processor, at) !== 'waiting')
      throw new Refusal('wrong-state', { sentence: `${processor.name} does not wait for anybody.` });
    if (processor.addedBy === by)
      throw new Refusal('not-allowed', { sentence: 'You added this company, so another admin has to approve it.' });

    if (!(await insertApproval(tx, { processorId: id, approvedBy: by, at }))) return;
    await note(tx, { at, event: 'processor.approved', by, facts: { processor: id } });
  });
}
