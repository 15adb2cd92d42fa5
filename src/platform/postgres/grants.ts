import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { figuresRole } from './app-role.ts';

/** Tables whose rows may be added and read, never changed. Their triggers say so to everybody; the app is not even given the right. */
const APPEND_ONLY = [
  ...[
    'AccessLog',
    'AuditNote',
    'ConsentEvent',
    'Draw',
    'FigureHandout',
    'MailEvent',
    'PolicyProposal',
    'PolicyVersion',
  ],
  ...['PrivacyDirective', 'Processor', 'ProcessorApproval', 'ProcessorEnd', 'PublishedFigure', 'Release'],
];

/** Tables that are not the app's business. */
const OWNERS_OWN = ['_prisma_migrations'];

const MARK = 'grants of the app: ';

/**
 * Gives the app's role exactly its rights, and the role for figures its one. This happens once for each state of the tables and the role, not at each
 * start: a right that was taken away or added by hand is for the guard census to see, not for us to cover up.
 */
export async function applyGrants(owner: Client, role: string): Promise<void> {
  const statements = await grantStatements(owner, role);
  const mark = MARK + createHash('sha256').update(statements.join('\n')).digest('hex');
  if ((await currentMark(owner)) === mark) return;

  await owner.query('BEGIN');
  try {
    await owner.query(statements.join(';\n'));
    await owner.query(`COMMENT ON TABLE _prisma_migrations IS ${owner.escapeLiteral(mark)}`);
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}

async function currentMark(owner: Client): Promise<string | null> {
  const { rows } = await owner.query<{ mark: string | null }>(
    `SELECT obj_description('_prisma_migrations'::regclass) AS mark`,
  );
  return rows[0]?.mark ?? null;
}

async function grantStatements(owner: Client, role: string): Promise<string[]> {
  const { rows: names } = await owner.query<{ database: string; role: string }>(
    `SELECT current_database() AS database, string_agg(oid::text, ', ' ORDER BY rolname) AS role
     FROM pg_roles WHERE rolname IN ($1, $2)`,
    [role, figuresRole(role)],
  );
  const { rows: tables } = await owner.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'pgboss') AND c.relkind IN ('r', 'p') AND c.relname !~ '^queue_stats_' ORDER BY 1, 2`,
  );
  // PostgreSQL lets everybody call a function that is made, so each new one has rights of its own to lose.
  const { rows: functions } = await owner.query<{ number: string }>(
    `SELECT p.oid::text AS number FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('public', 'pgboss') ORDER BY p.oid`,
  );
  const app = owner.escapeIdentifier(role);
  const database = owner.escapeIdentifier(names[0]?.database ?? '');

  return [
    // The numbers of the roles: one that was dropped and made again starts with nothing.
    `/* roles ${names[0]?.role ?? ''}, functions ${functions.map(({ number }) => number).join(' ')} */ REVOKE ALL ON DATABASE ${database} FROM PUBLIC, ${app}`,
    `GRANT CONNECT ON DATABASE ${database} TO ${app}`,
    ...['public', 'pgboss'].flatMap((schema) => [
      `REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC, ${app}`,
      `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM PUBLIC, ${app}`,
      `REVOKE ALL ON ALL SEQUENCES IN SCHEMA ${schema} FROM PUBLIC, ${app}`,
      `REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${schema} FROM PUBLIC, ${app}`,
      `GRANT USAGE ON SCHEMA ${schema} TO ${app}`,
      `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${app}`,
      `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${app}`,
    ]),
    ...tables
      .filter(({ name }) => !OWNERS_OWN.includes(name))
      .map(({ schema, name }) => `GRANT ${rightsOn(name)} ON ${schema}.${owner.escapeIdentifier(name)} TO ${app}`),
    ...figuresStatements(owner.escapeIdentifier(figuresRole(role)), app),
  ];
}

/** One view, whatever anybody gave this role by hand before. */
const figuresStatements = (figures: string, app: string): string[] => [
  ...['public', 'pgboss'].flatMap((schema) => [
    `REVOKE ALL ON SCHEMA ${schema} FROM ${figures}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${figures}`,
    `REVOKE ALL ON ALL SEQUENCES IN SCHEMA ${schema} FROM ${figures}`,
    `REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${schema} FROM ${figures}`,
  ]),
  `GRANT USAGE ON SCHEMA public TO ${figures}`,
  `GRANT SELECT ON public."FiguresForOthers" TO ${figures}`,
  `GRANT ${figures} TO ${app}`,
];

const rightsOn = (table: string) => (APPEND_ONLY.includes(table) ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE');
