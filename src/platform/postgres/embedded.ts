import { createHmac } from 'node:crypto';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { WrongConfig } from '../config.ts';
import { getsIn } from './gets-in.ts';
import { type PostgresServer, startServer, urlBeside } from './server.ts';

const DATABASE = 'anymeeting';
const OWNER = 'anymeeting_owner';

export type Embedded = { server: PostgresServer; ownerUrl: string };

/**
 * Starts the PostgreSQL in DATA_DIR with a database in it and a role that owns that database and nothing else.
 * The superuser is used for this and never again.
 */
export async function startEmbedded(dataDir: string, key: string): Promise<Embedded> {
  const superPassword = derived(key, 'superuser');
  const server = await startServer(folderIn(dataDir), { password: superPassword });
  const ownerUrl = server.url(OWNER, derived(key, 'owner'), DATABASE);

  try {
    if (!(await getsIn(ownerUrl)))
      await makeDatabase(server.url('postgres', superPassword, 'postgres'), derived(key, 'owner'));
    return { server, ownerUrl };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Where the owner reaches the database of a server that runs already, in whatever process. */
export const ownerUrlBeside = (dataDir: string, key: string): string =>
  urlBeside(folderIn(dataDir), OWNER, derived(key, 'owner'), DATABASE);

const folderIn = (dataDir: string) => resolve(dataDir, 'postgres');

/** Passwords follow from a secret of this DATA_DIR, so there is nothing more to keep. */
const derived = (key: string, role: string) =>
  createHmac('sha256', key).update(`embedded database: ${role}`).digest('base64url');

/** Every step may have been done by a start that was killed before the next one. */
async function makeDatabase(superUrl: string, ownerPassword: string): Promise<void> {
  const client = new Client({ connectionString: superUrl });
  await client.connect().catch((error: unknown) => {
    throw new WrongConfig('DATA_DIR: the database there was made with other secrets; put its secrets.json back.', {
      cause: error,
    });
  });
  try {
    const { rowCount: hasOwner } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [OWNER]);
    await client.query(
      `${hasOwner ? 'ALTER' : 'CREATE'} ROLE ${OWNER} LOGIN CREATEROLE PASSWORD ${client.escapeLiteral(ownerPassword)}`,
    );
    const { rowCount: hasDatabase } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (!hasDatabase) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
  } finally {
    await client.end();
  }
}
