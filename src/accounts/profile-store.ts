import type { Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import { type Personal, seal } from '../platform/personal.ts';
import type { Category } from '../policy/catalogue.ts';
import { held } from '../policy/held.ts';
import type { Question } from '../policy/questions.ts';
import type { Theme } from './store.ts';

/** What a person changes of themselves by typing it. `null` clears what is optional. */
export type Details = {
  name?: string;
  howHeard?: string;
  timeZone?: string;
  theme?: Theme;
  address?: string | null;
  zip?: string | null;
  phone?: string | null;
};
type Detail = keyof Details;

const DETAILS: Record<Detail, true> = {
  name: true,
  howHeard: true,
  timeZone: true,
  theme: true,
  address: true,
  zip: true,
  phone: true,
};

/** What others see of a person, wherever they are at that moment: rooms look whether it has changed. */
const SEEN_BY_OTHERS: readonly Detail[] = ['name', 'timeZone'];

type Moment = { version: number; at: Date };

/** Writes what differs from before, each under this version of the policy. Answers with the categories that changed. */
export async function updateDetails(
  tx: Tx,
  id: PersonId,
  details: Details,
  { version, at }: Moment,
): Promise<Category[]> {
  await lockPerson(tx, id);
  const before = await tx.person.findUniqueOrThrow({ where: { id }, select: { ...DETAILS, collectedUnder: true } });
  const changed = (Object.keys(details) as Detail[]).filter((each) => details[each] !== before[each]);
  if (changed.length === 0) return [];

  const categories = changed.map((each) => held[`Person.${each}`].category);
  const isSeen = changed.some((each) => SEEN_BY_OTHERS.includes(each));
  await tx.person.update({
    where: { id },
    data: {
      ...details,
      collectedUnder: collectedNow(before.collectedUnder, categories, version),
      ...(isSeen && { changedAt: at }),
    },
    select: { id: true },
  });
  return categories;
}

const collectedNow = (before: unknown, categories: readonly Category[], version: number) => ({
  ...(before as object),
  ...Object.fromEntries(categories.map((category) => [category, version])),
});

/** Two forms of one person that are sent at once follow each other. */
const lockPerson = (tx: Tx, id: PersonId) =>
  tx.$queryRaw`SELECT "id" FROM "Person" WHERE "id" = ${id}::uuid FOR UPDATE`;

/** Whether a write was turned down because a value that can be there once is there already. */
export const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'P2002';

export type Answers = Partial<Record<Question, string>>;
export type SealedAnswers = Partial<Record<Question, Personal<'optional_info'>>>;

export async function answersOf(tx: Tx, personId: PersonId): Promise<SealedAnswers> {
  const rows = await tx.optionalAnswer.findMany({ where: { personId }, orderBy: { question: 'asc' } });
  return Object.fromEntries(
    rows.map(({ question, answer, policyVersionId, collectedVia }) => [
      question,
      seal('optional_info', answer, { about: personId, under: policyVersionId, via: collectedVia }),
    ]),
  );
}

/** Writes what differs from before and removes what is empty. Says whether anything changed. */
export async function updateAnswers(
  tx: Tx,
  personId: PersonId,
  answers: Answers,
  { version, at }: Moment,
): Promise<boolean> {
  await lockPerson(tx, personId);
  const given = Object.entries(answers);
  const before = await tx.optionalAnswer.findMany({ where: { personId } });
  const known = new Map(before.map(({ question, answer }) => [question, answer]));
  const changed = given.filter(([question, answer]) => (known.get(question) ?? '') !== answer);

  await tx.optionalAnswer.deleteMany({ where: { personId, question: { in: changed.map(([question]) => question) } } });
  await tx.optionalAnswer.createMany({
    data: changed
      .filter(([, answer]) => answer !== '')
      .map(([question, answer]) => ({ personId, question, answer, policyVersionId: version, at })),
  });
  return changed.length > 0;
}

export async function setSuspended(tx: Tx, id: PersonId, suspendedAt: Date | null): Promise<void> {
  await tx.person.update({ where: { id }, data: { suspendedAt }, select: { id: true } });
}

export type NewChange = {
  personId: PersonId;
  email: string;
  oldHash: string;
  newHash: string;
  createdAt: Date;
  expiresAt: Date;
};

/** One at most for each person: another wish takes the place of the one before, with its links. */
export async function replaceChange(tx: Tx, { personId, ...change }: NewChange): Promise<void> {
  const fresh = { ...change, oldConfirmedAt: null, newConfirmedAt: null };
  await tx.emailChange.upsert({
    where: { personId },
    create: { personId, ...fresh },
    update: fresh,
    select: { personId: true },
  });
}

/** The mailbox that a link was sent to: the one of the present address, or that of the new one. */
export type Mailbox = 'old' | 'new';
export type Change = {
  personId: PersonId;
  email: Personal<'email'>;
  oldConfirmedAt: Date | null;
  newConfirmedAt: Date | null;
  createdAt: Date;
  expiresAt: Date;
};

export async function findChange(tx: Tx, personId: PersonId, { version, at }: Moment): Promise<Change | undefined> {
  const row = await tx.emailChange.findFirst({ where: { personId, expiresAt: { gt: at } } });
  return row === null ? undefined : fromRow(row, version);
}

type Row = NonNullable<Awaited<ReturnType<Tx['emailChange']['findFirst']>>>;

const fromRow = (
  { personId, email, collectedVia, oldConfirmedAt, newConfirmedAt, createdAt, expiresAt }: Row,
  version: number,
): Change => ({
  personId: personId as PersonId,
  email: seal('email', email, { about: personId, under: version, via: collectedVia }),
  oldConfirmedAt,
  newConfirmedAt,
  createdAt,
  expiresAt,
});

/** A new link for one mailbox; the one before opens nothing any more. False when the wish is gone or has agreed there. */
export async function setChangeLink(
  tx: Tx,
  personId: PersonId,
  { mailbox, hash, now }: { mailbox: Mailbox; hash: string; now: Date },
): Promise<boolean> {
  const open = { personId, expiresAt: { gt: now } };
  const { count } =
    mailbox === 'old'
      ? await tx.emailChange.updateMany({ where: { ...open, oldConfirmedAt: null }, data: { oldHash: hash } })
      : await tx.emailChange.updateMany({ where: { ...open, newConfirmedAt: null }, data: { newHash: hash } });
  return count === 1;
}

const waiting = (hash: string, now: Date) => ({
  old: { oldHash: hash, oldConfirmedAt: null, expiresAt: { gt: now } },
  new: { newHash: hash, newConfirmedAt: null, expiresAt: { gt: now } },
});

/** Which mailbox a link was sent to, while it still waits for an answer. */
export async function mailboxOfLink(tx: Tx, hash: string, now: Date): Promise<Mailbox | undefined> {
  const where = waiting(hash, now);
  const row = await tx.emailChange.findFirst({ where: { OR: [where.old, where.new] }, select: { oldHash: true } });
  if (row === null) return undefined;
  else return row.oldHash === hash ? 'old' : 'new';
}

/** Notes that one mailbox agrees. Of two links at once, the second finds what the first has written. */
export async function agreeByLink(tx: Tx, hash: string, { version, at }: Moment): Promise<Change | undefined> {
  const where = waiting(hash, at);
  const [old] = await tx.emailChange.updateManyAndReturn({ where: where.old, data: { oldConfirmedAt: at } });
  const [row] =
    old === undefined
      ? await tx.emailChange.updateManyAndReturn({ where: where.new, data: { newConfirmedAt: at } })
      : [old];
  return row === undefined ? undefined : fromRow(row, version);
}

/**
 * Makes the address of a wish that of the account, and ends the wish. Rejects with what {@link isTaken} knows when another
 * account has the address by now.
 */
export async function moveToNewEmail(tx: Tx, id: PersonId, { version, at }: Moment): Promise<void> {
  await lockPerson(tx, id);
  const { email } = await tx.emailChange.findUniqueOrThrow({ where: { personId: id } });
  const { collectedUnder } = await tx.person.findUniqueOrThrow({ where: { id }, select: { collectedUnder: true } });
  await tx.person.update({
    where: { id },
    data: { email, collectedUnder: collectedNow(collectedUnder, ['email'], version), changedAt: at },
    select: { id: true },
  });
  await deleteChange(tx, id);
}

export async function deleteChange(tx: Tx, personId: PersonId): Promise<boolean> {
  return (await tx.emailChange.deleteMany({ where: { personId } })).count === 1;
}

/** Wishes that nobody agreed to in time leave no address behind. */
export async function deleteExpiredChanges(tx: Tx, now: Date): Promise<number> {
  return (await tx.emailChange.deleteMany({ where: { expiresAt: { lte: now } } })).count;
}
