import { showOwn } from '../gateway/release.ts';
import { notFound } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import { linkHash, mailboxOf } from './ask-question.ts';
import { messagesOf, type Ticket, ticketByLink } from './store.ts';

/** The question that a link leads to. Refuses with `not-found`, whatever is wrong with the link. */
export async function ticketWith({ db }: Pick<Parts, 'db'>, token: string): Promise<Ticket> {
  const ticket = await ticketByLink(db, linkHash(token));
  if (ticket === undefined) throw notFound();
  return ticket;
}

/** The question with all that was written, for the eyes of whoever asked it. */
export async function findThread({ db }: Pick<Parts, 'db'>, ticket: Ticket) {
  const messages = await messagesOf(db, ticket);
  const mailbox = await mailboxOf(db, ticket);
  return {
    messages: messages.map(({ text, ...rest }) => ({ ...rest, text: showOwn(text, ticket.about) })),
    mailbox: mailbox && showOwn(mailbox, ticket.about),
  };
}
