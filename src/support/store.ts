import type { Tx } from '../platform/db.ts';
import type { Prisma } from '../platform/generated/client.ts';
import type { PersonId } from '../platform/ids.ts';
import { type CollectionPoint, type Personal, type Subject, seal, sealMaybe } from '../platform/personal.ts';
import type { Topic } from './rules.ts';

/** A question, with whatever is personal sealed. */
export type Ticket = {
  id: string;
  topic: Topic;
  /** The person with the account, or the question itself. */
  about: Subject;
  personId: PersonId | null;
  email: Personal<'email'> | null;
  tellsAccount: boolean;
  agePassedAt: Date;
  createdAt: Date;
  changedAt: Date;
  closedAt: Date | null;
};

export type Message = { id: bigint; text: Personal<'message'>; isOurs: boolean; at: Date };

export type NewTicket = {
  id: string;
  topic: Topic;
  personId: PersonId | null;
  email: string | null;
  tellsAccount: boolean;
  policyVersionId: number;
  agePassedAt: Date;
  linkHash: string;
  createdAt: Date;
  changedAt: Date;
};

export async function insertTicket(tx: Tx, ticket: NewTicket): Promise<void> {
  await tx.ticket.create({ data: ticket, select: { id: true } });
}

export type NewMessage = {
  ticketId: string;
  text: string;
  policyVersionId: number;
  staffId: PersonId | null;
  at: Date;
};

/** Its number. The question counts as changed from then. */
export async function insertMessage(tx: Tx, message: NewMessage): Promise<bigint> {
  const { id } = await tx.ticketMessage.create({ data: message, select: { id: true } });
  await tx.ticket.update({ where: { id: message.ticketId }, data: { changedAt: message.at }, select: { id: true } });
  return id;
}

export async function ticketByLink(tx: Tx, linkHash: string): Promise<Ticket | undefined> {
  const row = await tx.ticket.findUnique({ where: { linkHash } });
  return row === null ? undefined : sealed(row);
}

/** The question, held until the transaction ends: nobody answers or closes it meanwhile. */
export async function holdTicket(tx: Tx, id: string): Promise<Ticket | undefined> {
  await tx.$queryRaw`SELECT FROM "Ticket" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const row = await tx.ticket.findUnique({ where: { id } });
  return row === null ? undefined : sealed(row);
}

/** All that was written to and fro, the first first. */
export async function messagesOf(tx: Tx, { id, about }: Pick<Ticket, 'id' | 'about'>): Promise<Message[]> {
  const rows = await tx.ticketMessage.findMany({ where: { ticketId: id }, orderBy: { id: 'asc' } });
  return rows.map(({ id: number, text, policyVersionId, collectedVia, staffId, at }) => ({
    id: number,
    text: seal('message', text, { about, under: policyVersionId, via: collectedVia }),
    isOurs: staffId !== null,
    at,
  }));
}

export const countMessages = (tx: Tx, ticketId: string): Promise<number> =>
  tx.ticketMessage.count({ where: { ticketId } });

export async function setClosed(tx: Tx, id: string, { closedAt, at }: { closedAt: Date | null; at: Date }) {
  await tx.ticket.update({ where: { id }, data: { closedAt, changedAt: at }, select: { id: true } });
}

/** Whoever asked is written to no more because of this question. */
export async function clearAddress(tx: Tx, id: string): Promise<void> {
  await tx.ticket.update({ where: { id }, data: { email: null, tellsAccount: false }, select: { id: true } });
}

export async function deleteTicket(tx: Tx, id: string): Promise<void> {
  await tx.ticket.deleteMany({ where: { id } });
}

/** The questions of somebody with an account, the latest first. */
export async function ticketsOf(tx: Tx, personId: PersonId) {
  const rows = await tx.ticket.findMany({
    where: { personId },
    orderBy: { createdAt: 'desc' },
    include: LAST_MESSAGE,
  });
  return rows.map((row) => ({ ...sealed(row), ...lastIn(row) }));
}

export const countOpenTickets = (tx: Tx): Promise<number> => tx.ticket.count({ where: { closedAt: null } });

export type Wanted = {
  isOpen: boolean;
  topic?: Topic | undefined;
  /** How the id begins. */
  number?: string | undefined;
  from?: Date | undefined;
  before?: Date | undefined;
};

/** A page of questions for staff, with nothing personal in it. Open ones by how long they wait, closed ones the latest first. */
export async function findTickets(
  tx: Tx,
  { isOpen, topic, number, from, before }: Wanted,
  { skip, take }: { skip: number; take: number },
) {
  const rows = await tx.ticket.findMany({
    where: {
      closedAt: isOpen ? null : { not: null },
      ...(topic && { topic }),
      ...(number && {
        id: { gte: `${number.padEnd(8, '0')}${restOf('0')}`, lte: `${number.padEnd(8, 'f')}${restOf('f')}` },
      }),
      createdAt: { ...(from && { gte: from }), ...(before && { lt: before }) },
    },
    orderBy: [{ changedAt: isOpen ? 'asc' : 'desc' }, { id: 'asc' }],
    select: { id: true, topic: true, createdAt: true, changedAt: true, closedAt: true, ...LAST_MESSAGE },
    skip,
    take,
  });
  return rows.map(({ messages, ...row }) => ({ ...row, ...lastIn({ messages }) }));
}

/** What follows the number of a question in its id, all of one digit. */
const restOf = (digit: string) => `-${'xxxx-xxxx-xxxx-xxxxxxxxxxxx'.replaceAll('x', digit)}`;

/** Questions that nobody touched since then, with all their messages; and older messages of the others. */
export async function deleteTicketsOf(tx: Tx, changedBy: Date): Promise<{ tickets: number; messages: number }> {
  const tickets = await tx.ticket.deleteMany({ where: { changedAt: { lte: changedBy } } });
  const messages = await tx.ticketMessage.deleteMany({ where: { at: { lte: changedBy } } });
  return { tickets: tickets.count, messages: messages.count };
}

const LAST_MESSAGE = {
  messages: { select: { staffId: true }, orderBy: { id: 'desc' }, take: 1 },
} as const satisfies Prisma.TicketInclude;

const lastIn = ({ messages }: { messages: { staffId: string | null }[] }) => ({
  isAnswered: (messages[0]?.staffId ?? null) !== null,
});

type Row = Omit<Ticket, 'about' | 'personId' | 'email'> & {
  personId: string | null;
  email: string | null;
  policyVersionId: number;
  collectedVia: CollectionPoint;
};

function sealed(row: Row): Ticket {
  const { id, topic, personId, email, tellsAccount, agePassedAt, createdAt, changedAt, closedAt } = row;
  const about = personId ?? id;
  return {
    ...{ id, topic, about, tellsAccount, agePassedAt, createdAt, changedAt, closedAt },
    personId: personId as PersonId | null,
    email: sealMaybe('email', email, { about, under: row.policyVersionId, via: row.collectedVia }),
  };
}
