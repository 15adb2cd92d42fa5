import { note } from '../audit/note.ts';
import { moveLetters } from '../letters/move-letters.ts';
import type { Tx } from '../platform/db.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { personWith } from './find-person.ts';
import { spendLinksOf } from './link-store.ts';
import { linkHash } from './mint-link.ts';
import { agreeByLink, deleteChange, isTaken, type Mailbox, mailboxOfLink, moveToNewEmail } from './profile-store.ts';
import { sessionKey } from './session-store.ts';
import { deleteSessionsOf } from './store.ts';

export type { Mailbox } from './profile-store.ts';

type ChangeParts = Pick<Parts, 'db' | 'clock' | 'secrets'>;

/** Which mailbox a link was sent to, while it still waits. Looking does not use it up. */
export const mailboxOf = ({ db, clock }: Pick<Parts, 'db' | 'clock'>, token: string): Promise<Mailbox | undefined> =>
  mailboxOfLink(db, linkHash(token), clock());

/** Who presses the button, if they are signed in: that browser stays so. */
type Browser = { person: { id: PersonId } | undefined; sid: string | undefined };

/**
 * Agrees for one mailbox. Once both have, the address is changed: letters and signing in go by the new one, links that were
 * mailed to the old one open nothing, and the person's other browsers are signed out. Refuses with `link-spent`, and with
 * `wrong-state` when somebody else has opened an account with that address meanwhile.
 */
export async function agreeToAddress(
  parts: ChangeParts,
  token: string,
  browser: Browser,
): Promise<'waiting' | 'changed'> {
  const { version } = await livePolicy(parts);
  const at = parts.clock();
  let asker: PersonId | undefined;

  try {
    return await parts.db.transaction(async (tx) => {
      const change = await agreeByLink(tx, linkHash(token), { version, at });
      if (change === undefined) throw new Refusal('link-spent');

      asker = change.personId;
      if (change.oldConfirmedAt === null || change.newConfirmedAt === null) return 'waiting';
      const { email: from } = await personWith(tx, asker);
      await moveToNewEmail(tx, asker, { version, at });
      const { email: to } = await personWith(tx, asker);
      await moveLetters(parts, tx, { from, to });
      await leaveOldMailbox(tx, asker, at, browser);
      return 'changed';
    });
  } catch (error) {
    if (asker === undefined || !isTaken(error)) throw error;
    await deleteChange(parts.db, asker);
    throw new Refusal('wrong-state', { sentence: TAKEN });
  }
}

const TAKEN =
  'Another account has this address by now, so nothing was changed. If both accounts are yours, sign in to the other one.';

async function leaveOldMailbox(tx: Tx, id: PersonId, at: Date, { person, sid }: Browser): Promise<void> {
  await spendLinksOf(tx, id, 'reset_password', at);
  await spendLinksOf(tx, id, 'confirm_address', at);
  const isHere = person?.id === id && sid !== undefined;
  const sessions = await deleteSessionsOf(tx, id, isHere ? sessionKey(sid) : undefined);
  await note(tx, { at, event: 'account.address-changed', about: id, by: id, facts: { sessions } });
}
