import { keepHere } from '../gateway/release.ts';
import type { Queries } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal } from '../platform/personal.ts';
import { addressHash } from './address-hash.ts';
import type { LetterClass, MailStream } from './rules.ts';
import { insertWhereWanted, type NewOutbox } from './store.ts';
import { messageIdOf } from './write-letter.ts';

/** One mailbox that gets a letter to many. `key` says what caused it: `issue:<issueId>:<addressHash>`. */
export type Recipient = {
  key: string;
  to: Personal<'email'>;
  stream: MailStream;
  class: Exclude<LetterClass, 'requested'>;
  issueId?: string;
};

/** More in one transaction and its locks of mailboxes would crowd out those of others. */
const AT_ONCE = 500;

/**
 * Puts one stored letter into the outbox for at most 500 mailboxes, in the caller's transaction. Whoever stopped such letters is
 * left out, and so is a key that is there already. Returns how many were new; wake whoever delivers once they are kept.
 */
export async function queueForMany(
  parts: Pick<Parts, 'clock' | 'config' | 'secrets'>,
  tx: Queries,
  letterId: string,
  recipients: readonly Recipient[],
): Promise<number> {
  if (recipients.length > AT_ONCE) throw new Error(`At most ${AT_ONCE} at once.`);

  const at = parts.clock();
  const rows = recipients.map(({ to, key, ...rest }): NewOutbox => {
    const address = keepHere('run-service', to).value;
    return {
      ...{ ...rest, key, letterId, address, addressHash: addressHash(parts, address) },
      ...{ messageId: messageIdOf(parts.config.BASE_URL, key), state: 'queued' },
      ...{ subject: to.about, collectedVia: to.via, policyVersionId: to.under },
      ...{ nextAt: at, createdAt: at, settledAt: null },
    };
  });
  return insertWhereWanted(tx, rows);
}
