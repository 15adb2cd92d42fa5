import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/client.ts';

/** Where queries go: straight to the database, or into a transaction that somebody else began and will end. */
export type Tx = Prisma.TransactionClient;

/** The little of it that a {@link Session} can do as well, and all that may be used where letters are delivered. */
export type Queries = { $queryRaw<T = unknown>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<T> };

/** For the few transactions that may take longer than a page should. */
export type Patience = { timeoutMs?: number };

export type Db = Tx & {
  /** All of `work` is kept, or none of it. */
  transaction<T>(work: (tx: Tx) => Promise<T>, patience?: Patience): Promise<T>;
  close(): Promise<void>;
};

/** Text that holds these words, in small letters or large. LIKE has signs of its own, which words may hold as well. */
export const holding = (words: string) =>
  ({ contains: words.replaceAll(/[\\%_]/g, '\\$&'), mode: 'insensitive' }) as const;

/** How many queries run at once. More than this and PostgreSQL spends its time switching instead of answering. */
const CONNECTIONS = 10;

/** Longest a query may take before PostgreSQL ends it, so that one bad plan cannot hold a connection for ever. */
const STATEMENT_TIMEOUT_MS = 5_000;

/** Longest a transaction may wait for a connection, and then take. Waiting is the queue of a busy moment; failing is what a person sees. */
const TRANSACTION = { maxWait: 5_000, timeout: 10_000 };

/** Opens the pool of the app's own login role, which has no right to change tables. */
export function openDb(connectionString: string): Db {
  const adapter = new PrismaPg({
    connectionString,
    max: CONNECTIONS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: TRANSACTION.timeout,
    application_name: 'anymeeting',
  });
  const client = new PrismaClient({ adapter, errorFormat: 'minimal', transactionOptions: TRANSACTION });

  return Object.assign(client, {
    transaction: <T>(work: (tx: Tx) => Promise<T>, { timeoutMs = TRANSACTION.timeout }: Patience = {}) =>
      client.$transaction(work, { ...TRANSACTION, timeout: timeoutMs }),
    close: () => client.$disconnect(),
  });
}
