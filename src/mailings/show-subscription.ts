import { showOwn } from '../gateway/release.ts';
import { LINK, linkSecret } from '../letters/blanks.ts';
import { stopLetters } from '../letters/stop-letters.ts';
import { type WritingParts, writeLetter } from '../letters/write-letter.ts';
import { Refusal } from '../platform/errors.ts';
import type { MailCause } from '../platform/http/mail-cause.ts';
import { newId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { OWN_LINK_MS } from './rules.ts';
import { deleteSubscriber, type Subscriber, setOwnLink, subscriberByLink, subscriberWithAddress } from './store.ts';
import { hashOf, subscribe } from './subscribe.ts';

/** Mails a subscriber without an account the link to their own page (PP-12.3). Nobody else gets one, and the answer is the same. */
export async function sendOwnLink(parts: WritingParts, email: string, cause: MailCause): Promise<void> {
  await parts.db.transaction(async (tx) => {
    const subscriber = await subscriberWithAddress(tx, email);
    const key = `your-newsletter:${newId()}`;
    const fate = await writeLetter(parts, tx, {
      ...{ template: 'your-newsletter', title: 'Your newsletter', stream: 'news', class: 'requested' },
      model: { link: `${parts.config.BASE_URL}/newsletter/yours/${LINK}` },
      ...{ key, to: subscriber?.email ?? 'nobody', cause },
    });
    if (fate !== 'queued' || subscriber === undefined) return;
    const linkExpiresAt = new Date(parts.clock().getTime() + OWN_LINK_MS);
    await setOwnLink(tx, subscriber.id, { linkHash: hashOf(linkSecret(parts, key)), linkExpiresAt });
  });
}

/** What we hold of whoever has this link. Refuses with `link-spent`. */
export async function ownSubscription(parts: Pick<Parts, 'db' | 'clock'>, token: string) {
  const { id, email, policyVersionId, createdAt } = await subscriberOf(parts, token);
  return { id, email: showOwn(email, id), policyVersionId, createdAt };
}

/** Stops the news and forgets the address; only that it was stopped stays, under a keyed hash (PP-06.2). */
export async function endSubscription(parts: Pick<Parts, 'db' | 'clock'>, token: string): Promise<void> {
  const { id, addressHash } = await subscriberOf(parts, token);
  await stopLetters(parts, { addressHash, streams: ['news'], source: 'own-page' });
  await deleteSubscriber(parts.db, id);
}

type Move = { token: string; email: string };

/** Asks the new mailbox. Once the letter is on its way there, nothing more goes to the one of before. */
export async function moveSubscription(parts: WritingParts, { token, email }: Move, cause: MailCause): Promise<void> {
  const { agePassedAt } = await subscriberOf(parts, token);
  const fate = await subscribe(parts, { email, agePassedAt }, cause);
  if (fate === 'queued') await endSubscription(parts, token);
}

async function subscriberOf({ db, clock }: Pick<Parts, 'db' | 'clock'>, token: string): Promise<Subscriber> {
  const subscriber = await subscriberByLink(db, hashOf(token), clock());
  if (subscriber === undefined) throw new Refusal('link-spent');
  return subscriber;
}
