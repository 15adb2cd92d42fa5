import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { WrongConfig } from './config.ts';

export const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** The ledger, with the columns and the meaning that `prisma migrate deploy` gives them, so that both tools agree. */
const LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

type Migration = { name: string; sql: string; checksum: string };
type Applied = { migration_name: string; checksum: string; finished_at: Date | null };

/**
 * Applies the migrations that the database does not have, in order, each in one transaction with its line in the
 * ledger: whatever ends the process, a migration is there with its line or not at all. The caller holds the lock.
 * Returns the names applied. Throws {@link WrongConfig} for a migration that was changed, is unknown, or fails.
 */
export async function migrate(owner: Client, folder = migrationsFolder): Promise<string[]> {
  await owner.query(LEDGER);
  const { rows } = await owner.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at',
  );
  const migrations = readMigrations(folder);
  refuseUnlike(migrations, rows);

  const known = new Set(rows.map((row) => row.migration_name));
  const missing = migrations.filter(({ name }) => !known.has(name));
  for (const migration of missing) await apply(owner, migration);
  return missing.map(({ name }) => name);
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .toSorted()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function refuseUnlike(migrations: Migration[], applied: Applied[]): void {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const migration = byName.get(name);
    if (finished_at === null)
      throw new WrongConfig(
        `The migration ${name} failed half-way on this database; repair it and mark it with "prisma migrate resolve".`,
      );
    if (migration === undefined)
      throw new WrongConfig(
        `The database has the migration ${name}, which this version does not know; start the newer version.`,
      );
    if (migration.checksum !== checksum)
      throw new WrongConfig(
        `The migration ${name} was changed after it had been applied; put its text back and write a new one.`,
      );
  }
}

async function apply(owner: Client, { name, sql, checksum }: Migration): Promise<void> {
  await owner.query('BEGIN');
  try {
    await owner.query(sql);
    await owner.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK');
    throw new WrongConfig(
      `The migration ${name} does not apply to this database: ${error instanceof Error ? error.message : 'unknown reason'}.`,
      { cause: error },
    );
  }
}
