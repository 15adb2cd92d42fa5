import { Client } from 'pg';
import { expect, test } from 'vitest';
import { WrongConfig } from '#src/platform/config.ts';
import { firstDifference, refuseWeakGuards } from '#src/platform/guard-census.ts';
import { openLog } from '#src/platform/log.ts';
import { prepareDatabase } from '#src/platform/postgres/prepare.ts';
import { emptyDatabase, freshDatabase } from '#test/support/database.ts';
import { execute } from '#test/support/database-server.ts';

const silent = openLog('silent');

const REPLACED =
  'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$';

const weakenings: [what: string, statement: (app: string) => string, sentence: RegExp][] = [
  ['a trigger is dropped', () => 'DROP TRIGGER append_only ON "AuditNote"', /triggers, .*"AuditNote".* is missing/],
  [
    'a trigger is switched off',
    () => 'ALTER TABLE "PolicyVersion" DISABLE TRIGGER append_only',
    /triggers, .*"PolicyVersion".* is missing/,
  ],
  [
    'a trigger is made to let replicas through',
    () => 'ALTER TABLE "AuditNote" ENABLE TRIGGER append_only',
    /triggers, .*"AuditNote".* is missing/,
  ],
  ['a trigger calls a function that refuses nothing', () => REPLACED, /trigger functions, refuse_change .* is missing/],
  [
    'a CHECK is dropped',
    () => 'ALTER TABLE "Person" DROP CONSTRAINT "Person_email_lower"',
    /constraints, "Person"."Person_email_lower" .* is missing/,
  ],
  [
    'a foreign key is dropped',
    () => 'ALTER TABLE "Person" DROP CONSTRAINT "Person_policyVersionId_fkey"',
    /constraints, .* is missing/,
  ],
  [
    'a foreign key deletes more than it should',
    () => `ALTER TABLE "Webinar" DROP CONSTRAINT "Webinar_hostId_fkey",
    ADD CONSTRAINT "Webinar_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Person"(id) ON UPDATE CASCADE ON DELETE CASCADE`,
    /constraints, .* is missing/,
  ],
  [
    'a unique index is dropped',
    () => 'DROP INDEX "Person_email_key"',
    /unique indexes, .*"Person_email_key".* is missing/,
  ],
  [
    'a rule swallows writes',
    () => 'CREATE RULE swallow AS ON INSERT TO "AuditNote" DO INSTEAD NOTHING',
    /rules, .* is not expected/,
  ],
  [
    'the app gets a right it should not have',
    (app) => `GRANT UPDATE ON "AuditNote" TO ${app}`,
    /grants, .* is missing/,
  ],
  [
    'the role for figures gets a table',
    (app) => `GRANT SELECT ON "VisitFact" TO ${app.replace(/_app$/, '_figures')}`,
    /grants, figures: SELECT on public."VisitFact" is not expected/,
  ],
  [
    'the view for others shows more',
    () => 'CREATE OR REPLACE VIEW "FiguresForOthers" AS SELECT "day", "cut", "cell", "value" FROM "PublishedFigure"',
    /views, .* is missing/,
  ],
  [
    'the app gets a right on one column',
    (app) => `GRANT UPDATE (event) ON "AuditNote" TO ${app}`,
    /grants, app: UPDATE on column .* is not expected/,
  ],
  ['the app loses a right it needs', (app) => `REVOKE DELETE ON "Session" FROM ${app}`, /grants, .* is missing/],
  [
    'the app may make tables',
    (app) => `GRANT CREATE ON SCHEMA public TO ${app}`,
    /grants, app: USAGE on schema public is missing/,
  ],
  [
    'everybody may read people',
    () => 'GRANT SELECT ON "Person" TO PUBLIC',
    /grants, everybody: SELECT on public."Person" is not expected/,
  ],
];

test.each(weakenings)('nothing is served when %s', async (_what, statement, sentence) => {
  const { appUrl, ownerUrl, drop } = await freshDatabase();
  const app = new URL(appUrl).username;
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();

  await expect(refuseWeakGuards(owner, app)).resolves.toBeUndefined();
  await owner.query(statement(app));
  await expect(refuseWeakGuards(owner, app)).rejects.toThrow(sentence);

  await owner.end();
  await drop();
});

test('nothing is served when any one trigger of any table is dropped', async () => {
  const { appUrl, ownerUrl, drop } = await freshDatabase();
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ trigger: string; on: string }>(
    `SELECT tgname AS trigger, tgrelid::regclass AS on FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal`,
  );

  expect(rows.length).toBeGreaterThan(10);
  for (const { trigger, on } of rows) {
    await owner.query(`BEGIN; DROP TRIGGER ${trigger} ON ${on}`);
    await expect(refuseWeakGuards(owner, new URL(appUrl).username)).rejects.toThrow(on);
    await owner.query('ROLLBACK');
  }

  await owner.end();
  await drop();
});

const powers: [what: string, statements: (app: string) => string[], sentence: RegExp][] = [
  ['create roles', (app) => [`ALTER ROLE ${app} CREATEROLE`], /powers of the app, creates roles is not expected/],
  [
    'act as another',
    (app) => [`CREATE ROLE ${app}_friend`, `GRANT ${app}_friend TO ${app}`],
    /powers of the app, acts as .*_friend is not/,
  ],
];

test.each(powers)('a start is refused when the app may %s', async (_what, statements, sentence) => {
  const { ownerUrl, drop } = await emptyDatabase();
  const appUrl = await prepareDatabase(ownerUrl, silent);
  await execute(ownerUrl, ...statements(new URL(appUrl).username));

  const start = prepareDatabase(ownerUrl, silent);
  await expect(start).rejects.toThrow(WrongConfig);
  await expect(start).rejects.toThrow(sentence);
  await drop();
});

test('what is missing and what is too much are told apart', () => {
  expect(firstDifference({ triggers: ['a'] }, { triggers: ['a'] })).toBeUndefined();
  expect(firstDifference({ triggers: ['a', 'b'] }, { triggers: ['a'] })).toBe('among its triggers, b is missing');
  expect(firstDifference({ triggers: ['a'] }, { triggers: ['a', 'b'] })).toBe('among its triggers, b is not expected');
  expect(firstDifference({}, { rules: ['c'] })).toBe('among its rules, c is not expected');
});
