import { note } from '../audit/note.ts';
import { Refusal } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { ticketWith } from './find-ticket.ts';
import { MOST_MESSAGES } from './rules.ts';
import { countMessages, holdTicket, insertMessage, setClosed } from './store.ts';

/**
 * Whoever asked writes more. A question that was closed is open again by it: nobody else can do that (PP-03.3). Refuses with
 * `wrong-state` where the question has grown too long.
 */
export async function writeMore(parts: Pick<Parts, 'db' | 'clock'>, token: string, text: string): Promise<void> {
  const { id } = await ticketWith(parts, token);
  const { version } = await livePolicy(parts);
  const at = parts.clock();

  await parts.db.transaction(async (tx) => {
    const ticket = await holdTicket(tx, id);
    if (ticket === undefined) return;
    if ((await countMessages(tx, id)) >= MOST_MESSAGES) throw new Refusal('wrong-state', { sentence: TOO_LONG });
    await insertMessage(tx, { ticketId: id, text, policyVersionId: version, staffId: null, at });
    if (ticket.closedAt === null) return;
    await setClosed(tx, id, { closedAt: null, at });
    await note(tx, { at, event: 'ticket.reopened', facts: { ticket: id } });
  });
}

const TOO_LONG = 'This question has grown very long. Close it and ask a new one, please.';
