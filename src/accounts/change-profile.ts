import { note } from '../audit/note.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { type Answers, type Details, updateAnswers, updateDetails } from './profile-store.ts';

/**
 * Changes what a person says of themselves, whenever they like (PP-12.3). What differs from before counts as collected
 * under the version in force; `null` and an empty answer clear. Rooms show a new name within two seconds, because they
 * look for accounts that have changed. The note says which kinds of information, and never what they were or are.
 */
export async function changeProfile(
  parts: Pick<Parts, 'db' | 'clock'>,
  id: PersonId,
  { details = {}, answers = {} }: { details?: Details; answers?: Answers },
): Promise<void> {
  const { version } = await livePolicy(parts);
  const at = parts.clock();

  await parts.db.transaction(async (tx) => {
    const categories = await updateDetails(tx, id, details, { version, at });
    const hasNewAnswers = await updateAnswers(tx, id, answers, { version, at });
    const changed = [...categories, ...(hasNewAnswers ? (['optional_info'] as const) : [])];
    if (changed.length === 0) return;

    const facts = { categories: changed.join(' '), version };
    await note(tx, { at, event: 'account.profile-changed', about: id, by: id, facts });
  });
}
