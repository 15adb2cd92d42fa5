import { createHash } from 'node:crypto';
import { personWithAddress } from '../accounts/find-person.ts';
import { compute } from '../gateway/release.ts';
import { addressHash } from '../letters/address-hash.ts';
import { askForLetters } from '../letters/ask-for-letters.ts';
import { LINK, linkSecret } from '../letters/blanks.ts';
import { type Fate, type WritingParts, writeLetter } from '../letters/write-letter.ts';
import type { Tx } from '../platform/db.ts';
import type { MailCause } from '../platform/http/mail-cause.ts';
import { newId } from '../platform/ids.ts';
import type { Personal } from '../platform/personal.ts';
import { livePolicy } from '../policy/policy.ts';
import { deleteUnasked, keepSubscriber } from './store.ts';

type Wish = { email: string; agePassedAt: Date };

/**
 * Mails a link to whoever is to get our news; nothing comes of it until they follow it (PP-02.1, PP-03.6). The same work for
 * every address, and nothing tells whether it is known here. Where no letter may go, no address stays.
 */
export async function subscribe(parts: WritingParts, wish: Wish, cause: MailCause): Promise<Fate> {
  return parts.db.transaction(async (tx) => {
    const { to, subscriberId } = await mailboxFor(parts, tx, wish);
    const key = `newsletter:${newId()}`;
    const fate = await writeLetter(parts, tx, {
      ...{ template: 'confirm-newsletter', title: 'Do you want our newsletter?', stream: 'news', class: 'requested' },
      model: { link: `${parts.config.BASE_URL}/newsletter/confirm/${LINK}` },
      ...{ key, to, cause },
    });
    if (fate === 'queued') {
      const mailbox = compute('write-letters', to, (email) => addressHash(parts, email));
      const tokenHash = hashOf(linkSecret(parts, key));
      await askForLetters(parts, tx, { addressHash: mailbox, stream: 'news', tokenHash, source: 'newsletter' });
    } else if (subscriberId !== undefined) await deleteUnasked(tx, subscriberId);
    return fate;
  });
}

type Mailbox = { to: Personal<'email'>; subscriberId?: string };

/** Of somebody with an account we have the address already; of the others it is kept until they stop it or never confirm it. */
async function mailboxFor(parts: WritingParts, tx: Tx, { email, agePassedAt }: Wish): Promise<Mailbox> {
  const person = await personWithAddress(tx, email);
  if (person !== null) return { to: person.email };

  const { version } = await livePolicy(parts);
  const subscriber = await keepSubscriber(tx, {
    ...{ id: newId<string>(), email, addressHash: addressHash(parts, email), agePassedAt },
    ...{ policyVersionId: version, createdAt: parts.clock() },
  });
  return { to: subscriber.email, subscriberId: subscriber.id };
}

/** Only the hash of a link's secret is stored. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
