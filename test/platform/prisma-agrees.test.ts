import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import { expect, test } from 'vitest';
import { migrationsFolder } from '#src/platform/migrate.ts';
import { freshDatabase } from '#test/support/database.ts';
import { changesSinceLastMigration } from '../../bin/migration/models.ts';

test('the models say nothing that no migration does', async () => {
  expect(await changesSinceLastMigration()).toBeUndefined();
});

test("Prisma's own engine finds our ledger in order, so that `prisma migrate deploy` has nothing to do", async () => {
  const database = await freshDatabase();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(database.ownerUrl));
  using engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);

  const filters = { externalTables: [], externalEnums: [] };
  const migrationsList = { ...ours(), lockfile: lockfile(), shadowDbInitScript: '' };
  expect(await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters })).toEqual({
    editedMigrationNames: [],
    failedMigrationNames: [],
    hasMigrationsTable: true,
    history: null,
  });
  expect(await engine.applyMigrations({ migrationsList, filters })).toEqual({ appliedMigrationNames: [] });

  await database.drop();
});

function ours() {
  const folders = readdirSync(migrationsFolder).filter((name) =>
    existsSync(join(migrationsFolder, name, 'migration.sql')),
  );
  return {
    baseDir: migrationsFolder,
    migrationDirectories: folders.toSorted().map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: readFileSync(join(migrationsFolder, path, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

const lockfile = () => ({
  path: 'migration_lock.toml',
  content: readFileSync(join(migrationsFolder, 'migration_lock.toml'), 'utf8'),
});
