/**
 * `node bin/migration.ts <name>` writes the next migration: the SQL that takes the models of the last migration to those
 * of today. Each migration folder keeps the models it was made from, so no database is asked and none is changed.
 * Read the SQL before committing it; triggers, CHECKs and everything else Prisma does not know are written by hand.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrationsFolder } from '../src/platform/migrate.ts';
import { changesSinceLastMigration, todaysModels } from './migration/models.ts';

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9-]*$/.test(name)) {
  console.error('Say what the migration does, in lower case with hyphens: node bin/migration.ts recordings');
  process.exit(1);
}

const sql = await changesSinceLastMigration();
if (sql === undefined) {
  console.log('The models have not changed since the last migration.');
} else {
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = join(migrationsFolder, `${stamp}_${name}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'migration.sql'), sql);
  writeFileSync(join(folder, 'models.txt'), todaysModels());
  console.log(`Wrote ${join(folder, 'migration.sql')}. Read it, then start the app: it applies it.`);
}
