import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { WrongConfig } from '../config.ts';
import { getsIn } from './gets-in.ts';

/** PostgreSQL cuts longer names off in silence. */
const NAME_BYTES = 63;

export type AppLogin = { role: string; url: string };

/**
 * The login of the app on this database: it may read and write rows and has no say over tables. Its password follows
 * from the owner's, so that machines which share one DATABASE_URL agree without sharing anything else.
 */
export function appLogin(ownerUrl: string): AppLogin {
  const url = new URL(ownerUrl);
  const database = decodeURIComponent(url.pathname.slice(1));
  if (url.password === '')
    throw new WrongConfig(
      "DATABASE_URL must hold the owner's password, because the app's own login is derived from it.",
    );
  if (database === '') throw new WrongConfig('DATABASE_URL must name a database.');

  const role = `${database.slice(0, NAME_BYTES - '_app'.length)}_app`;
  url.username = encodeURIComponent(role);
  url.password = createHmac('sha256', decodeURIComponent(url.password))
    .update(`login of the app on ${database}`)
    .digest('hex');
  return { role, url: url.href };
}

/** The role that may read the figures for others and nothing else (PP-10.2), beside the app's on the same database. */
export const figuresRole = (appRole: string): string =>
  `${appRole.replace(/_app$/, '').slice(0, NAME_BYTES - '_figures'.length)}_figures`;

/** Makes that role if it is not there. Nobody signs in as it: the app acts as it for the length of one reading. */
export async function ensureFiguresRole(owner: Client, role: string): Promise<void> {
  const { rowCount: exists } = await owner.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (exists) return;

  try {
    await owner.query(`CREATE ROLE ${owner.escapeIdentifier(role)} NOLOGIN`);
  } catch (error) {
    throw new WrongConfig(
      `DATABASE_URL: its role may not create the role "${role}", which reads the figures for others; give it CREATEROLE.`,
      { cause: error },
    );
  }
}

/** Makes the login if it is not there, and gives it its password if it cannot get in. The caller holds the lock. */
export async function ensureAppRole(owner: Client, { role, url }: AppLogin): Promise<void> {
  const { rowCount: exists } = await owner.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (exists && (await getsIn(url))) return;

  const verifier = scramVerifier(new URL(url).password);
  try {
    await owner.query(
      `${exists ? 'ALTER' : 'CREATE'} ROLE ${owner.escapeIdentifier(role)} LOGIN PASSWORD ${owner.escapeLiteral(verifier)}`,
    );
  } catch (error) {
    throw new WrongConfig(
      `DATABASE_URL: its role may not ${exists ? 'change' : 'create'} the role "${role}"; give it CREATEROLE, so that the app gets a login without the right to change tables.`,
      { cause: error },
    );
  }
}

/** What PostgreSQL would store (RFC 5803). Sent ready-made, so that the password itself appears in no statement and no server log. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
