import { personWith } from '../accounts/find-person.ts';
import { note } from '../audit/note.ts';
import type { Tx } from '../platform/db.ts';
import { newId, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { findShownOffer } from './find-offer.ts';
import { insertReport } from './store.ts';

export type Finding = { offerId: string; text: string; email: string | undefined; tellsAccount: boolean };

/** Whoever reports. Of somebody with an account the age was asked when they registered. */
export type Reporter = { personId: PersonId; agePassedAt?: never } | { personId?: never; agePassedAt: Date };

/** Takes what somebody found behind an offer, for our staff and nobody else (PP-11.4). Refuses with `offer-gone`. */
export async function reportOffer(
  parts: Pick<Parts, 'db' | 'clock'>,
  { offerId, text, email, tellsAccount }: Finding,
  reporter: Reporter,
): Promise<void> {
  await findShownOffer(parts, offerId);
  const { version } = await livePolicy(parts);
  const id = newId<string>();
  const at = parts.clock();

  await parts.db.transaction(async (tx) => {
    const from = await reporterIn(tx, { email, tellsAccount }, reporter);
    await insertReport(tx, { id, offerId, text, ...from, policyVersionId: version, at });
    await note(tx, { at, event: 'offer.reported', facts: { offer: offerId, report: id } });
  });
}

async function reporterIn(
  tx: Tx,
  { email, tellsAccount }: Pick<Finding, 'email' | 'tellsAccount'>,
  { personId, agePassedAt }: Reporter,
) {
  if (personId === undefined) return { personId: null, email: email ?? null, tellsAccount: false, agePassedAt };
  const person = await personWith(tx, personId);
  return { personId, email: null, tellsAccount, agePassedAt: person.agePassedAt };
}
