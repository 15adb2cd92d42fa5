import { note } from '../audit/note.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { addressHash } from './address-hash.ts';
import { stopLetters } from './stop-letters.ts';

type Wish = { email: string; how: 'reply' | 'telephone' | 'post'; by: PersonId };

/**
 * Stops all letters to somebody who asked our staff for it, by a reply, by telephone or by post. There is no way back for staff: only the
 * owner of the mailbox can ask for letters again (PP-06.2).
 */
export async function stopForSomebody(
  parts: Pick<Parts, 'db' | 'clock' | 'secrets'>,
  { email, how, by }: Wish,
): Promise<void> {
  await stopLetters(parts, { addressHash: addressHash(parts, email), streams: 'all', source: `staff-${how}` });
  await note(parts.db, { at: parts.clock(), event: 'letters.stopped-by-staff', by, facts: { how } });
}
