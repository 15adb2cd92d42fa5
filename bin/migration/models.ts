import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import { migrationsFolder } from '../../src/platform/migrate.ts';
import { startServer } from '../../src/platform/postgres/server.ts';

const prismaFolder = join(migrationsFolder, '..');

/** Every model as one text, in a fixed order. */
export function todaysModels(): string {
  const models = readdirSync(join(prismaFolder, 'models'))
    .toSorted()
    .map((file) => join(prismaFolder, 'models', file));
  return [join(prismaFolder, 'schema.prisma'), ...models]
    .map((file) => readFileSync(file, 'utf8').trimEnd())
    .join('\n\n')
    .concat('\n');
}

/** The SQL from the models of the last migration to today's, or nothing when they say the same. */
export async function changesSinceLastMigration(): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-models-'));
  // The engine asks a server for its version before it compares two texts.
  const server = await startServer(folder, { password: 'compare' });
  try {
    return await compared(server.url('postgres', 'compare', 'postgres'));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function compared(url: string): Promise<string | undefined> {
  const before = modelsOfLastMigration();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(url));
  using engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
  const { stdout } = await engine.diff({
    from:
      before === undefined
        ? { tag: 'empty' }
        : { tag: 'schemaDatamodel', files: [{ path: 'before.prisma', content: before }] },
    to: { tag: 'schemaDatamodel', files: [{ path: 'today.prisma', content: todaysModels() }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const sql = stdout?.trim() ?? '';
  return sql === '' || sql === '-- This is an empty migration.' ? undefined : `${sql}\n`;
}

function modelsOfLastMigration(): string | undefined {
  const snapshots = readdirSync(migrationsFolder)
    .toSorted()
    .map((folder) => join(migrationsFolder, folder, 'models.txt'))
    .filter((file) => existsSync(file));
  const last = snapshots.at(-1);
  return last === undefined ? undefined : readFileSync(last, 'utf8');
}
