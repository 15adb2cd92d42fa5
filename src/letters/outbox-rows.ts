import type { LetterClass, MailStream } from './rules.ts';

/** How letters stand, as staff read it. */
export const outboxStates = {
  queued: 'Waits',
  handing: 'Is being handed over',
  sent: 'Sent',
  unknown: 'Answer lost',
  refused: 'Refused',
  stopped: 'Stopped before it left',
  parked: 'Parked',
} as const;
export type OutboxState = keyof typeof outboxStates;
export const stateNames = Object.keys(outboxStates) as OutboxState[];

export type OutboxFilter = {
  state?: OutboxState | undefined;
  stream?: MailStream | undefined;
  letter?: string | undefined;
};

/** A letter to one mailbox as staff see it: that it has an address, and never which. */
export type OutboxRow = {
  id: bigint;
  /** Its subject, which we wrote. */
  title: string;
  stream: MailStream;
  class: LetterClass;
  state: OutboxState;
  attempts: number;
  answer: string | null;
  createdAt: Date;
  nextAt: Date;
  settledAt: Date | null;
  hasAddress: boolean;
};
