import type { Parts } from '../platform/parts.ts';
import type { Subject } from '../platform/personal.ts';
import { type OptInName, optIns } from '../policy/catalogue.ts';
import { takeBackWidening } from './agree-to-widening.ts';
import { withdraw } from './decide.ts';
import { receiptOf } from './find-consents.ts';
import { combinationIn } from './opt-in.ts';

type ConsentParts = Pick<Parts, 'db' | 'clock'>;
/** `shown` are the words beside the button. */
type Wish = { subject: Subject; eventId: bigint; shown: string };

/**
 * Takes an opt-in back by the number of one of its receipts (PP-09.2, PP-12.3); it counts from the next release on. What
 * is taken back already stays so. Refuses with `not-found` for a receipt of somebody else.
 */
export async function withdrawConsent(parts: ConsentParts, { subject, eventId, shown }: Wish): Promise<void> {
  const { consent } = await receiptOf(parts, subject, eventId);
  if (!consent.isGranted) return;

  const { purpose, recipientId } = consent;
  const combination = combinationIn(purpose);
  if (combination !== undefined) await takeBackWidening(parts, { subject, combination, shown });
  else if (Object.hasOwn(optIns, purpose)) {
    const decision = { subject, optIn: purpose as OptInName, recipientId, surface: 'profile', shown } as const;
    await withdraw(parts, parts.db, decision);
  }
}
