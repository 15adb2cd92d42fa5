import type { Parts } from '../platform/parts.ts';
import { countOutbox, outboxRows } from './outbox-store.ts';
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
  template: string;
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

const SHOWN = 50;

/** The newest fifty letters that fit, before `before` where one is given, and how many there are in each state. */
export async function findOutbox({ db }: Pick<Parts, 'db'>, filter: OutboxFilter, before?: bigint) {
  const [counts, rows] = await Promise.all([countOutbox(db), outboxRows(db, { ...filter, before, take: SHOWN + 1 })]);
  return { counts, rows: rows.slice(0, SHOWN), isMore: rows.length > SHOWN };
}
