import type { Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import { type CollectionPoint, type Personal, type Subject, seal, sealMaybe } from '../platform/personal.ts';
import type { Outcome } from './rules.ts';

/** What is said of a product or service of another company. Nothing in it is about a person. */
export type OfferWords = { company: string; title: string; text: string; url: string; theirPolicyUrl: string };
export type Offer = OfferWords & { id: string; addedAt: Date; pulledAt: Date | null };

const OFFER = {
  ...{ id: true, company: true, title: true, text: true, url: true, theirPolicyUrl: true },
  ...{ addedAt: true, pulledAt: true },
} as const;

export async function insertOffer(tx: Tx, offer: OfferWords & { id: string; addedBy: PersonId; addedAt: Date }) {
  await tx.outboundOffer.create({ data: offer, select: { id: true } });
}

/** False where there is no such offer. */
export async function updateOffer(tx: Tx, id: string, words: OfferWords): Promise<boolean> {
  return (await tx.outboundOffer.updateMany({ where: { id }, data: words })).count === 1;
}

/** False where it was so already, or there is no such offer. */
export async function setPulled(tx: Tx, id: string, pulled: { at: Date; by: PersonId } | null): Promise<boolean> {
  const { count } = await tx.outboundOffer.updateMany({
    where: { id, pulledAt: pulled === null ? { not: null } : null },
    data: { pulledAt: pulled?.at ?? null, pulledBy: pulled?.by ?? null },
  });
  return count === 1;
}

export const offerById = (tx: Tx, id: string): Promise<Offer | null> =>
  tx.outboundOffer.findUnique({ where: { id }, select: OFFER });

/** Those that show, by company; or all of them. */
export const findOffers = (tx: Tx, { shownOnly }: { shownOnly: boolean }): Promise<Offer[]> =>
  tx.outboundOffer.findMany({
    where: shownOnly ? { pulledAt: null } : {},
    orderBy: [{ company: 'asc' }, { addedAt: 'asc' }],
    select: OFFER,
  });

/** What somebody found behind a link, with whatever is personal sealed. */
export type Report = {
  id: string;
  /** The person with the account, or the report itself. */
  about: Subject;
  personId: PersonId | null;
  text: Personal<'message'>;
  email: Personal<'email'> | null;
  tellsAccount: boolean;
  at: Date;
  outcome: Outcome | null;
  offer: Offer;
};

export type NewReport = {
  id: string;
  offerId: string;
  personId: PersonId | null;
  text: string;
  email: string | null;
  tellsAccount: boolean;
  policyVersionId: number;
  agePassedAt: Date;
  at: Date;
};

export async function insertReport(tx: Tx, report: NewReport): Promise<void> {
  await tx.linkReport.create({ data: report, select: { id: true } });
}

const WITH_OFFER = { offer: { select: OFFER } } as const;

/** Those that wait for staff, the longest waiting first. */
export async function openReports(tx: Tx, { take }: { take: number }): Promise<Report[]> {
  const rows = await tx.linkReport.findMany({
    where: { settledAt: null },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    include: WITH_OFFER,
    take,
  });
  return rows.map(sealed);
}

/** The report, held until the transaction ends: nobody settles it meanwhile. */
export const countOpenReports = (tx: Tx): Promise<number> => tx.linkReport.count({ where: { settledAt: null } });

export async function holdReport(tx: Tx, id: string): Promise<Report | undefined> {
  await tx.$queryRaw`SELECT FROM "LinkReport" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const row = await tx.linkReport.findUnique({ where: { id }, include: WITH_OFFER });
  return row === null ? undefined : sealed(row);
}

export async function setOutcome(tx: Tx, id: string, settled: { outcome: Outcome; at: Date; by: PersonId }) {
  await tx.linkReport.update({
    where: { id },
    data: { outcome: settled.outcome, settledAt: settled.at, settledBy: settled.by },
    select: { id: true },
  });
}

export async function reportsBy(tx: Tx, personId: PersonId): Promise<Report[]> {
  const rows = await tx.linkReport.findMany({ where: { personId }, orderBy: { at: 'desc' }, include: WITH_OFFER });
  return rows.map(sealed);
}

/** False where it is not theirs or not there. */
export async function deleteReport(tx: Tx, { id, personId }: { id: string; personId: PersonId }): Promise<boolean> {
  return (await tx.linkReport.deleteMany({ where: { id, personId } })).count === 1;
}

export async function deleteReportsOf(tx: Tx, reportedBy: Date): Promise<number> {
  return (await tx.linkReport.deleteMany({ where: { at: { lte: reportedBy } } })).count;
}

type Row = Omit<Report, 'about' | 'personId' | 'text' | 'email' | 'outcome'> & {
  personId: string | null;
  text: string;
  email: string | null;
  outcome: string | null;
  policyVersionId: number;
  collectedVia: CollectionPoint;
};

function sealed({ id, personId, text, email, tellsAccount, at, outcome, offer, ...row }: Row): Report {
  const about = personId ?? id;
  const origin = { about, under: row.policyVersionId, via: row.collectedVia };
  return {
    ...{ id, about, tellsAccount, at, offer },
    personId: personId as PersonId | null,
    outcome: outcome as Outcome | null,
    text: seal('message', text, origin),
    email: sealMaybe('email', email, origin),
  };
}
