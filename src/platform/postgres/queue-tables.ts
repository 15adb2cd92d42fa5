import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Client } from 'pg';
import { getConstructionPlans, getMigrationPlans } from 'pg-boss';
import { z } from 'zod';

const SCHEMA = 'pgboss';

/** Makes or brings up to date the tables of the queue. At run time the app may use them but not change them. The caller holds the lock. */
export async function migrateQueueTables(owner: Client): Promise<void> {
  const wanted = wantedVersion();
  const present = await presentVersion(owner);

  if (present === undefined) {
    await owner.query(getConstructionPlans(SCHEMA));
  } else if (present < wanted) {
    await owner.query(getMigrationPlans(SCHEMA, present));
  }
}

const PackageFile = z.object({ pgboss: z.object({ schema: z.number() }) });

function wantedVersion(): number {
  const file = createRequire(import.meta.url).resolve('pg-boss/package.json');
  return PackageFile.parse(JSON.parse(readFileSync(file, 'utf8'))).pgboss.schema;
}

async function presentVersion(owner: Client): Promise<number | undefined> {
  const { rows } = await owner.query<{ present: boolean }>(
    `SELECT to_regclass('${SCHEMA}.version') IS NOT NULL AS present`,
  );
  if (rows[0]?.present !== true) return undefined;
  const { rows: versions } = await owner.query<{ version: number }>(
    `SELECT version::int AS version FROM ${SCHEMA}.version`,
  );
  return versions[0]?.version;
}
