import { note } from '../audit/note.ts';
import { confirmLetters } from '../letters/confirm-letters.ts';
import type { WritingParts } from '../letters/write-letter.ts';
import { Refusal } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import { findOpenLink, spendLink, spendLinksOf } from './link-store.ts';
import { type Cause, writeConfirmAddress } from './mails.ts';
import { linkHash } from './mint-link.ts';
import { findPersonByEmail, setConfirmed } from './store.ts';

/** Whether the link still works. Looking does not use it up: programs that check mail look at every link. */
export async function confirmationIsOpen({ db, clock }: Pick<Parts, 'db' | 'clock'>, token: string): Promise<boolean> {
  return (await findOpenLink(db, linkHash(token), 'confirm_address', clock())) !== undefined;
}

/** Confirms the address the link was mailed to, once. Refuses with `link-spent` afterwards and after a day. */
export async function confirmAddress(parts: Pick<Parts, 'db' | 'clock'>, token: string): Promise<void> {
  const at = parts.clock();
  const tokenHash = linkHash(token);
  await parts.db.transaction(async (tx) => {
    const person = await spendLink(tx, tokenHash, 'confirm_address', at);
    if (person === undefined) throw new Refusal('link-spent');

    await spendLinksOf(tx, person, 'confirm_address', at);
    await setConfirmed(tx, person, at);
    await confirmLetters(parts, tx, { stream: 'account', tokenHash, source: 'registration' });
    await note(tx, { at, event: 'account.address-confirmed', about: person, by: person });
  });
}

/**
 * Sends the link once more, if there is somebody to send it to. An address without an account costs the same: a
 * letter that goes to nobody.
 */
export async function sendConfirmationAgain(parts: WritingParts, email: string, cause: Cause): Promise<void> {
  await parts.db.transaction(async (tx) => {
    const person = await findPersonByEmail(tx, email);
    await writeConfirmAddress(parts, tx, person, cause);
  });
}
