import { look, showOwn } from '../gateway/release.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { deleteReport, openReports, reportsBy } from './store.ts';

const AT_ONCE = 50;

/**
 * The reports that wait for staff, with what was found. Each look is written down (PP-03.3). Who reported and where they
 * are told stays closed: settling needs neither.
 */
export async function listReports(parts: Pick<Parts, 'db' | 'clock'>, by: PersonId) {
  return parts.db.transaction(async (tx) => {
    const reports = await openReports(tx, { take: AT_ONCE });
    const texts = await look(
      parts,
      tx,
      reports.map(({ text }) => text),
      { by, view: '/admin/offers' },
    );
    return reports.map(({ id, at, offer, email, tellsAccount }, place) => ({
      ...{ id, at, offer, text: texts[place], isTold: email !== null || tellsAccount },
    }));
  });
}

/** A person's own reports, for their own eyes (PP-12.3). */
export async function listOwnReports({ db }: Pick<Parts, 'db'>, personId: PersonId) {
  const reports = await reportsBy(db, personId);
  return reports.map(({ id, at, text, outcome, offer }) => ({
    ...{ id, at, outcome, text: showOwn(text, personId), title: offer.title },
  }));
}

/** Deletes a report of one's own. Refuses with `not-found` for anybody else's. */
export async function takeReportBack({ db }: Pick<Parts, 'db'>, report: { id: string; personId: PersonId }) {
  if (!(await deleteReport(db, report))) throw notFound();
}
