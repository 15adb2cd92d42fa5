import { Client } from 'pg';
import { WrongConfig } from '../config.ts';
import { refuseWeakGuards } from '../guard-census.ts';
import type { Log } from '../log.ts';
import { migrate } from '../migrate.ts';
import { appLogin, ensureAppRole, ensureFiguresRole, figuresRole } from './app-role.ts';
import { applyGrants } from './grants.ts';
import { migrateQueueTables } from './queue-tables.ts';

/** Any number, the same for every start of this program: two starts at once do all of this one after the other. */
const LOCK = 4_310_725_108;

/** From 15 on a stranger may not create tables in "public". */
const OLDEST_SERVER = 150_000;

/**
 * Brings a database up to date as its owner, gives the app its own login and checks that every guard stands.
 * Returns the address for the app. Throws {@link WrongConfig} with the one sentence that stops the start.
 */
export async function prepareDatabase(ownerUrl: string, log: Log): Promise<string> {
  const login = appLogin(ownerUrl);
  const owner = await connectAsOwner(ownerUrl);
  try {
    await refuseOldServer(owner);
    await owner.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const applied = await migrate(owner);
    for (const migration of applied) log.info('database.migrated', { migration });
    await migrateQueueTables(owner);
    await ensureAppRole(owner, login);
    await ensureFiguresRole(owner, figuresRole(login.role));
    await applyGrants(owner, login.role);
    await refuseWeakGuards(owner, login.role);
    return login.url;
  } finally {
    // The lock goes with the connection.
    await owner.end();
  }
}

async function connectAsOwner(ownerUrl: string): Promise<Client> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'anymeeting start' });
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end();
    throw new WrongConfig(`DATABASE_URL: ${whyNot(error)}.`, { cause: error });
  }
}

const REASONS: Record<string, string> = {
  '28P01': 'the server refuses this role and password',
  '28000': 'the server does not let this role in',
  '3D000': 'there is no database of this name',
  'ECONNREFUSED': 'no server answers at this address',
  'ENOTFOUND': 'there is no host of this name',
  'ENOENT': 'no server answers at this socket',
};

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? `the database does not answer (${code || 'unknown reason'})`;
}

async function refuseOldServer(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ number: number; name: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name`,
  );
  const server = rows[0];
  if (server !== undefined && server.number < OLDEST_SERVER)
    throw new WrongConfig(`DATABASE_URL: PostgreSQL 15 or newer is needed, and this is ${server.name}.`);
}
