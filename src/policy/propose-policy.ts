import { note } from '../audit/note.ts';
import { Refusal } from '../platform/errors.ts';
import { rowOf } from './policy.ts';
import { compareWithLatest, countsIn, type PublishParts, type Wanted } from './publish-policy.ts';
import { insertProposal } from './store.ts';

/**
 * Writes down an edition that allows something new, for a second admin to approve; resolves with its number. Refuses one
 * that allows nothing new, because that needs nobody else, and what {@link compareWithLatest} refuses.
 */
export async function proposePolicy(parts: PublishParts, { edition, base, effectiveAt, by }: Wanted): Promise<bigint> {
  const text = rowOf(edition);
  return parts.db.transaction(async (tx) => {
    const comparison = await compareWithLatest(parts, tx, { text, base, effectiveAt });
    if (comparison.allowedNew.length === 0)
      throw new Refusal('wrong-state', { sentence: 'This allows nothing new, so it needs nobody else. Publish it.' });

    const at = parts.clock();
    const proposal = await insertProposal(tx, { ...text, at, by, baseVersionId: base, effectiveAt });
    const facts = { proposal: String(proposal), base, ...countsIn(comparison) };
    await note(tx, { at, event: 'policy.proposed', by, facts });
    return proposal;
  });
}
