import { setPriority } from 'node:os';
import { Client, types } from 'pg';
import type { Queries } from './db.ts';

/**
 * One connection to the database of one's own: for locks that outlast a transaction, and for programs that have to stay small.
 * It ends for good when the connection is lost, and its locks end with it.
 */
export type Session = Queries & {
  /** Whether the connection is there, as far as this machine has been told. */
  readonly alive: boolean;
  /** Resolves when the connection has ended, by whatever cause. */
  readonly ended: Promise<void>;
  /** All of `work` is kept, or none of it. One after the other, never two at once. */
  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Longest a statement may take; whatever a session holds is held up for as long. */
const STATEMENT_TIMEOUT_MS = 20_000;

type Manners = {
  /** Of whoever answers in the database. To be said only of our own, which runs on this machine. */
  priority?: number | undefined;
};

/** Opens a session. Rejects where the database cannot be reached. */
export async function openSession(
  connectionString: string,
  name: string,
  { priority }: Manners = {},
): Promise<Session> {
  const client = new Client({
    connectionString,
    application_name: name,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    pipeline: true,
  });
  client.setTypeParser(types.builtins.INT8, BigInt);
  let alive = true;
  const ended = new Promise<void>((resolve) => {
    client
      .on('error', () => (alive = false))
      .on('end', () => {
        alive = false;
        resolve();
      });
  });
  await client.connect();
  // A session says the same few things again and again: planning them anew each time costs as much as doing them.
  await client.query('SET plan_cache_mode = force_generic_plan');
  if (priority !== undefined) await makeWay(client, priority);

  const $queryRaw = async <T>(strings: TemplateStringsArray, ...values: unknown[]): Promise<T> =>
    (await client.query({ ...statementOf(strings), values })).rows as T;
  return {
    $queryRaw,
    ended,
    get alive() {
      return alive;
    },
    async transaction(work) {
      // The next statement goes with it; only the end waits for its answer.
      const begun = client.query('BEGIN');
      // Where it fails so does what follows, and that is what the caller hears.
      begun.catch(() => {});
      try {
        const result = await work({ $queryRaw });
        await begun;
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {});
        throw error;
      }
    },
    async close() {
      await client.end();
    },
  };
}

/** It matters to nobody but those who share the processor, so a system that does not allow it is no reason to stop. */
async function makeWay(client: Client, priority: number): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  try {
    for (const { pid } of rows) setPriority(pid, priority);
  } catch {
    // It goes on as it is.
  }
}

type Statement = { name: string; text: string };
const statements = new WeakMap<TemplateStringsArray, Statement>();
let count = 0;

/** Each place in the code is one prepared statement, planned once for the session. */
function statementOf(strings: TemplateStringsArray): Statement {
  const known = statements.get(strings);
  if (known !== undefined) return known;

  count += 1;
  const text = strings.reduce((before, after, index) => `${before}$${index}${after}`);
  const statement = { name: `s${count}`, text };
  statements.set(strings, statement);
  return statement;
}
