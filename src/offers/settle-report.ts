import { personWith } from '../accounts/find-person.ts';
import { note } from '../audit/note.ts';
import { type WritingParts, writeLetter } from '../letters/write-letter.ts';
import type { Tx } from '../platform/db.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import type { MailCause } from '../platform/http/mail-cause.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Outcome } from './rules.ts';
import { holdReport, type Report, setOutcome, setPulled } from './store.ts';

type Settling = { id: string; outcome: Outcome; by: PersonId; cause: MailCause };

/**
 * Settles a report: the offer is pulled, off every page at once, or stays. Whoever reported and left an address gets a letter
 * that says which (PP-11.4). A report that is settled already stays as it is. Refuses with `wrong-state` to keep what is pulled.
 */
export async function settleReport(parts: WritingParts, { id, outcome, by, cause }: Settling): Promise<void> {
  const at = parts.clock();
  await parts.db.transaction(async (tx) => {
    const report = await holdReport(tx, id);
    if (report === undefined) throw notFound();
    if (report.outcome !== null) return;
    if (outcome === 'kept' && report.offer.pulledAt !== null) throw new Refusal('wrong-state', { sentence: GONE });

    await setOutcome(tx, id, { outcome, at, by });
    if (outcome === 'pulled') await setPulled(tx, report.offer.id, { at, by });
    await note(tx, { at, event: 'report.settled', by, facts: { report: id, offer: report.offer.id, outcome } });

    const to = await mailboxOf(tx, report);
    if (to === undefined) return;
    await writeLetter(parts, tx, {
      ...{ template: 'report-settled', title: 'We have looked into the link' },
      model: { isPulled: outcome === 'pulled', offers: `${parts.config.BASE_URL}/offers` },
      ...{ stream: 'account', class: 'requested', key: `report:${id}`, to, cause },
    });
  });
}

const GONE = 'This link is pulled already. Put the offer back first if it stays.';

async function mailboxOf(tx: Tx, { personId, tellsAccount, email }: Report) {
  if (personId === null) return email ?? undefined;
  return tellsAccount ? (await personWith(tx, personId)).email : undefined;
}
