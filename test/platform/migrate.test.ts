import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '#src/platform/migrate.ts';
import { emptyDatabase } from '#test/support/database.ts';

let owner: Client;
let drop: () => Promise<void>;
let folder: string;

beforeEach(async () => {
  const database = await emptyDatabase();
  drop = database.drop;
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  folder = mkdtempSync(join(tmpdir(), 'anymeeting-migrations-'));
});

afterEach(async () => {
  await owner.end();
  await drop();
  rmSync(folder, { recursive: true });
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

const tables = async () =>
  (
    await owner.query(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
    )
  ).rows.map((row: { name: string }) => row.name);

test('migrations apply in the order of their names, each once', async () => {
  write('2_second', 'ALTER TABLE straw ADD COLUMN damp int');
  write('1_first', 'CREATE TABLE straw (id int)');

  expect(await migrate(owner, folder)).toEqual(['1_first', '2_second']);
  expect(await migrate(owner, folder)).toEqual([]);
  write('3_third', 'CREATE TABLE cellar (id int)');
  expect(await migrate(owner, folder)).toEqual(['3_third']);
});

test('a migration that fails leaves nothing of itself, and is tried again by the next start', async () => {
  write('1_first', 'CREATE TABLE straw (id int); CREATE TABLE straw (id int);');
  await expect(migrate(owner, folder)).rejects.toThrow(
    /^The migration 1_first does not apply to this database: .*"straw" already exists\.$/,
  );
  expect(await tables()).toEqual(['_prisma_migrations']);

  write('1_first', 'CREATE TABLE straw (id int)');
  expect(await migrate(owner, folder)).toEqual(['1_first']);
});

test('a migration that was changed after it had been applied stops the start', async () => {
  write('1_first', 'CREATE TABLE straw (id int)');
  await migrate(owner, folder);
  write('1_first', 'CREATE TABLE straw (id bigint)');

  await expect(migrate(owner, folder)).rejects.toThrow('The migration 1_first was changed after it had been applied');
});

test('a database of a newer version stops the start', async () => {
  write('1_first', 'CREATE TABLE straw (id int)');
  write('2_second', 'CREATE TABLE cellar (id int)');
  await migrate(owner, folder);
  rmSync(join(folder, '2_second'), { recursive: true });

  await expect(migrate(owner, folder)).rejects.toThrow(
    'The database has the migration 2_second, which this version does not know',
  );
});

test("a migration that Prisma's own tools left half-way stops the start", async () => {
  write('1_first', 'CREATE TABLE straw (id int)');
  await migrate(owner, folder);
  await owner.query('UPDATE _prisma_migrations SET finished_at = NULL');

  await expect(migrate(owner, folder)).rejects.toThrow('The migration 1_first failed half-way');
});

test('a function body with semicolons arrives whole', async () => {
  write(
    '1_first',
    'CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$; CREATE TABLE straw (id int);',
  );
  await migrate(owner, folder);

  expect((await owner.query('SELECT two()')).rows).toEqual([{ two: 2 }]);
});
