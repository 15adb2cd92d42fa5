import { compute } from '../gateway/release.ts';
import type { Tx } from '../platform/db.ts';
import { newSecret } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal } from '../platform/personal.ts';
import { addressHash } from './address-hash.ts';
import { mailAgainLink, tokenHashOf } from './ask-again.ts';
import { askForLetters } from './ask-for-letters.ts';
import { confirmLetters } from './confirm-letters.ts';
import { boxIsEnough, type MailStream, standingOf } from './rules.ts';
import { holdMailboxes, mailEventsOf } from './store.ts';
import type { Writing, WritingParts } from './write-letter.ts';

type Wish = { to: Personal<'email'>; stream: MailStream };

/**
 * Switches on the letters of a stream for somebody who is signed in, at an address they have confirmed: the box they tick is
 * enough. Where that mailbox had called our letters junk, or was gone, a link is mailed first. Says which.
 */
export async function switchOnLetters(
  parts: WritingParts,
  { to, stream }: Wish,
  cause: Writing['cause'],
): Promise<'on' | 'mailed'> {
  const mailbox = compute('run-service', to, (email) => addressHash(parts, email));
  return parts.db.transaction(async (tx) => {
    await holdMailboxes(tx, [mailbox]);
    const before = await mailEventsOf(tx, mailbox);
    if (standingOf(before, stream) === 'confirmed') return 'on';
    if (boxIsEnough(before, stream)) {
      await wantLetters(parts, tx, { addressHash: mailbox, stream, source: 'profile' });
      return 'on';
    }
    await mailAgainLink(parts, tx, { to, stream, cause, source: 'profile' });
    return 'mailed';
  });
}

type Wanted = { addressHash: string; stream: MailStream; source: string };

/** A request and its confirmation at once, for a mailbox that has been shown to be the person's. */
export async function wantLetters(parts: Pick<Parts, 'clock'>, tx: Tx, { addressHash: mailbox, ...rest }: Wanted) {
  const tokenHash = tokenHashOf(newSecret());
  await askForLetters(parts, tx, { ...rest, addressHash: mailbox, tokenHash });
  await confirmLetters(parts, tx, { ...rest, tokenHash });
}
