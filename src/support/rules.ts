/** What a question can be about, as people choose it. */
export const topics = {
  privacy: 'Privacy, and what we hold about me',
  account: 'My account',
  webinar: 'A webinar',
  link: 'A link to another company',
  other: 'Something else',
} as const;
export type Topic = keyof typeof topics;
export const topicNames = Object.keys(topics) as Topic[];

/** How soon somebody usually answers. */
export const REPLY_TIME = 'within two working days';

/** The longest message, in characters; the table takes no longer one. */
export const LONGEST_MESSAGE = 10_000;

/** A question with more messages than this is a new question. */
export const MOST_MESSAGES = 100;

/** The key of the letters about one question. What follows `::` tells them apart; all of them have the same link. */
export const letterKey = (ticketId: string, about?: { messageId: bigint }): string =>
  about === undefined ? `ticket:${ticketId}` : `ticket:${ticketId}::${about.messageId}`;
