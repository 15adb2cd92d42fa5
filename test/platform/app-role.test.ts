import { afterAll, beforeAll, expect, test } from 'vitest';
import { appLogin } from '#src/platform/postgres/app-role.ts';
import { type FreshDatabase, freshDatabase } from '#test/support/database.ts';
import { execute } from '#test/support/database-server.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.drop());

const forbidden = [
  'CREATE TABLE note (id int)',
  'CREATE TEMPORARY TABLE note (id int)',
  'CREATE SCHEMA elsewhere',
  'ALTER TABLE "Person" ADD COLUMN nickname text',
  'ALTER TABLE "AuditNote" DISABLE TRIGGER append_only',
  'DROP TRIGGER append_only ON "AuditNote"',
  'DROP TABLE "Webinar"',
  'TRUNCATE "Webinar"',
  'CREATE INDEX ON "Person" (name)',
  'CREATE FUNCTION refuse_nothing() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
  'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
  'ALTER TABLE pgboss.job ADD COLUMN nickname text',
  'CREATE TABLE pgboss.note (id int)',
  'CREATE ROLE eve SUPERUSER',
  'SELECT * FROM _prisma_migrations',
  `COPY "Person" TO PROGRAM 'cat'`,
  'SET session_replication_role = replica',
];

test.each(forbidden)('the app may not: %s', async (statement) => {
  await expect(execute(database.appUrl, statement)).rejects.toThrow(
    /permission denied|must be owner|not allowed|only roles with/i,
  );
});

test('the app may not act as the owner', async () => {
  await expect(execute(database.appUrl, `SET ROLE ${new URL(database.ownerUrl).username}`)).rejects.toThrow(
    'permission denied',
  );
});

test('machines that share an address derive the same login, and another password gives another', () => {
  const url = 'postgresql://owner:mushrooms@db.example/anymeeting';

  expect(appLogin(url)).toEqual(appLogin(url));
  expect(appLogin(url)).toMatchObject({
    role: 'anymeeting_app',
    url: expect.stringMatching(/^postgresql:\/\/anymeeting_app:[0-9a-f]{64}@db\.example\/anymeeting$/),
  });
  expect(appLogin(url).url).not.toBe(appLogin(url.replace('mushrooms', 'bread')).url);
});

test('the name of the login fits into what PostgreSQL keeps of a name', () => {
  expect(appLogin(`postgresql://owner:mushrooms@localhost/${'a'.repeat(63)}`).role).toHaveLength(63);
});
