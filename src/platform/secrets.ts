import { type KeyObject, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { WrongConfig } from './config.ts';

/** Made on the first run and kept in DATA_DIR with mode 600. Each is 256 random bits. */
export type Secrets = {
  /** Signs session cookies. */
  session: string;
  /** Signs join tokens of rooms. */
  join: string;
  /** Keys the hashes under which addresses are counted. */
  hash: string;
  /** Signs letters. Not made here: the operator brings it (MAIL_DKIM_KEY_FILE). */
  dkim?: KeyObject | undefined;
};

const BYTES = 32;

/** 43 letters of base64url hold 256 bits. Fewer than 16 different ones and somebody typed it. */
const Secret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .refine((text) => new Set(text).size >= 16);
const StoredSecrets = z.object({ session: Secret, join: Secret, hash: Secret });

/**
 * The secrets of this DATA_DIR, made if there are none yet. Two first starts at once agree on one set.
 * Throws {@link WrongConfig} when they are weak, cannot be read, or can be read by others.
 */
export function openSecrets(dataDir: string): Omit<Secrets, 'dkim'> {
  const file = join(dataDir, 'secrets.json');
  makeFolder(dataDir);
  if (!exists(file)) makeSecrets(file);
  refuseReadable(file);

  const stored = StoredSecrets.safeParse(parsed(file));
  if (!stored.success)
    throw new WrongConfig(`DATA_DIR: the secrets in ${file} are damaged or weak; restore the file from a backup.`);
  return stored.data;
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    chmodSync(dataDir, 0o700);
  } catch (error) {
    throw new WrongConfig(`DATA_DIR: ${dataDir} cannot be used (${code(error)}).`);
  }
}

const secret = () => randomBytes(BYTES).toString('base64url');

const exists = (file: string) => statSync(file, { throwIfNoEntry: false }) !== undefined;

/** The file appears whole or not at all, and the first one stays: the others read what it holds. */
function makeSecrets(file: string): void {
  const draft = `${file}.${process.pid}`;
  const secrets: Secrets = { session: secret(), join: secret(), hash: secret() };

  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (code(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

function refuseReadable(file: string): void {
  if ((statSync(file).mode & 0o077) !== 0)
    throw new WrongConfig(
      `DATA_DIR: others can read the secrets in ${file}; run chmod 600 on it, or delete it to make new ones.`,
    );
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw new WrongConfig(`DATA_DIR: the secrets in ${file} cannot be read (${code(error)}).`);
  }
}

const code = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason');
