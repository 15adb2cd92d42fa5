import { addressLetter } from '../gateway/address-letter.ts';
import type { Parts } from '../platform/parts.ts';
import { LINK, linkSecret, UNSUBSCRIBE } from './blanks.ts';
import { type DueLetter, settleLetter, takeDueLetter } from './store.ts';
import { unsubscribeToken } from './unsubscribe-token.ts';

export type DeliveryParts = Pick<Parts, 'clock' | 'config' | 'db' | 'log' | 'mail' | 'secrets'>;

/** Hands over every letter that is due, one after the other. */
export async function deliverLetters(parts: DeliveryParts): Promise<void> {
  while (await deliverNext(parts));
}

const deliverNext = (parts: DeliveryParts): Promise<boolean> =>
  parts.db.transaction(async (tx) => {
    const letter = await takeDueLetter(tx, parts.clock());
    if (letter === undefined) return false;

    const to = await addressLetter(parts, letter.address);
    await parts.mail.send({
      to,
      subject: letter.title,
      text: filled(parts, letter, 'text'),
      html: filled(parts, letter, 'html'),
    });
    await settleLetter(tx, letter.id, 'sent', parts.clock());
    parts.log.info('letter.sent', { key: letter.key });
    return true;
  });

const filled = (parts: DeliveryParts, letter: DueLetter, part: 'text' | 'html'): string =>
  letter[part]
    .replaceAll(UNSUBSCRIBE, () => unsubscribeToken(parts, letter))
    .replaceAll(LINK, () => linkSecret(parts, letter.key));
