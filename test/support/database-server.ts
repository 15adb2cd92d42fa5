import { randomBytes } from 'node:crypto';
import { Client, type QueryResult } from 'pg';

export const TEMPLATE = 'anymeeting_template';

/** An address like `url`, for another database on the same server. */
export function databaseAt(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** Runs statements one after the other on a connection of their own. */
export async function execute(url: string, ...statements: string[]): Promise<QueryResult> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let result = await client.query('SELECT');
    for (const statement of statements) result = await client.query(statement);
    return result;
  } finally {
    await client.end();
  }
}

/** A role like the one an operator would hand us, with a database of its own and names nobody else uses. Returns its address. */
export async function makeOwner(adminUrl: string): Promise<string> {
  const run = randomBytes(4).toString('hex');
  const [owner, database, password] = [`owner_${run}`, `${TEMPLATE}_${run}`, randomBytes(16).toString('hex')];
  await execute(
    adminUrl,
    `CREATE ROLE ${owner} LOGIN CREATEROLE CREATEDB PASSWORD '${password}'`,
    `CREATE DATABASE ${database} OWNER ${owner}`,
  );
  const url = new URL(databaseAt(adminUrl, database));
  url.username = owner;
  url.password = password;
  return url.href;
}
