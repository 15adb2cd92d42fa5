import { note } from '../audit/note.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import { compareWithLatest, countsIn, insertNext, type PublishParts, publishing } from './publish-policy.ts';
import { proposalById } from './store.ts';

type Approval = { proposal: bigint; by: PersonId };

/**
 * Publishes what another admin has proposed, and resolves with the number of the version. Refuses whoever proposed it, and
 * a proposal that was written before the latest version. Where its day has passed meanwhile, it counts from now on.
 */
export async function approvePolicy(parts: PublishParts, { proposal: id, by }: Approval): Promise<number> {
  return publishing(parts, async (tx) => {
    const proposal = await proposalById(tx, id);
    if (proposal === null) throw notFound();
    if (proposal.by === by)
      throw new Refusal('not-allowed', {
        sentence: 'You proposed this yourself. It takes another admin to approve it.',
      });

    const { at: _, by: proposer, baseVersionId: base, effectiveAt, id: proposalId, ...text } = proposal;
    const next = { text, base, effectiveAt };
    const comparison = await compareWithLatest(parts, tx, next);
    const widening = comparison.allowedNew.length > 0;
    const version = await insertNext(parts, tx, {
      ...next,
      widening,
      by: proposer,
      second: { approvedBy: by, proposalId },
    });

    const facts = { version, proposal: String(id), ...countsIn(comparison) };
    await note(tx, { at: parts.clock(), event: 'policy.approved', by, facts });
    return version;
  });
}
