import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { z } from 'zod';
import { WrongConfig } from './config.ts';
import { figuresRole } from './postgres/app-role.ts';

/** The guards this version expects, made by `node bin/guards.ts` and read by people in review. */
export const guardsFile = fileURLToPath(new URL('../../prisma/guards.json', import.meta.url));

const Guards = z.record(z.string(), z.array(z.string()));

/** Lines by kind: triggers, the functions they call and those that others call, constraints, unique indexes, views, owners, grants, powers of the two roles. */
export type Guards = z.output<typeof Guards>;

/** Compares the guards of this database with the expected ones, and throws {@link WrongConfig} naming the first difference. */
export async function refuseWeakGuards(owner: Client, appRole: string): Promise<void> {
  const expected = Guards.parse(JSON.parse(readFileSync(guardsFile, 'utf8')));
  const difference = firstDifference(expected, await guardsOf(owner, appRole));
  if (difference !== undefined) throw new WrongConfig(`The database is not guarded as it should be: ${difference}.`);
}

/** What differs, in words, or nothing. */
export function firstDifference(expected: Guards, found: Guards): string | undefined {
  for (const kind of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const wanted = new Set(expected[kind]);
    const present = new Set(found[kind]);
    const missing = [...wanted.difference(present)][0];
    const extra = [...present.difference(wanted)][0];
    if (missing !== undefined) return `among its ${kind}, ${missing} is missing`;
    if (extra !== undefined) return `among its ${kind}, ${extra} is not expected`;
  }
  return undefined;
}

/** Every guard of this database. Roles are called by their part, "app", "figures" and "owner", since their names differ from place to place. */
export async function guardsOf(client: Client, appRole: string): Promise<Guards> {
  const guards: Guards = {};
  for (const [kind, query] of Object.entries(CENSUS)) {
    const { rows } = await client.query<{ line: string }>(`${ROLES} ${query}`, [appRole, figuresRole(appRole)]);
    guards[kind] = rows.map(({ line }) => line.replaceAll(/\s+/g, ' ')).toSorted();
  }
  return guards;
}

/** `part(oid)` of a role, as text to be joined: the roles of this database by the part they play. */
const ROLES = `WITH role AS (
  SELECT oid, CASE WHEN rolname = $1 THEN 'app' WHEN rolname = $2 THEN 'figures' WHEN rolname = current_user THEN 'owner' ELSE quote_ident(rolname) END AS part FROM pg_roles
  UNION ALL SELECT 0, 'everybody'
)`;

/** The tables of the queue belong to its package, which migrates them: of those only owner and grants are ours to watch. */
const OURS = `n.nspname = 'public'`;
const OURS_AND_QUEUE = `n.nspname IN ('public', 'pgboss')`;
/** Its statistics have a table for each day, which the parent speaks for. */
const NOT_A_DAY = `c.relname !~ '^queue_stats_'`;

const powersOf = (name: '$1' | '$2') => `SELECT power AS line FROM pg_roles r,
      LATERAL (VALUES ('superuser', r.rolsuper), ('creates roles', r.rolcreaterole), ('creates databases', r.rolcreatedb),
        ('passes row security', r.rolbypassrls), ('replicates', r.rolreplication),
        ('signs in', r.rolcanlogin AND r.rolname = $2)) AS has(power, given)
    WHERE r.rolname = ${name} AND given
    UNION ALL
    SELECT format('acts as %s', role.part) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member JOIN role ON role.oid = m.roleid
    WHERE r.rolname = ${name}`;

const CENSUS: Record<string, string> = {
  'triggers': `SELECT format('%s (%s)', pg_get_triggerdef(t.oid), t.tgenabled) AS line
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OURS} AND NOT t.tgisinternal`,
  'trigger functions': `SELECT DISTINCT format('%s %s', p.proname, md5(p.prosrc)) AS line
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OURS} AND NOT t.tgisinternal`,
  // What triggers and programs ask: whether a letter may go, and which lock says so.
  'functions': `SELECT format('%s %s', p.oid::regprocedure, md5(p.prosrc)) AS line
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${OURS} AND p.prorettype <> 'trigger'::regtype`,
  // NOT NULL is left out: only newer servers list it here, and the models say it.
  'constraints': `SELECT format('%I.%I %s%s', c.relname, o.conname, pg_get_constraintdef(o.oid), CASE WHEN o.convalidated THEN '' ELSE ' (not valid)' END) AS line
    FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OURS} AND o.contype IN ('c', 'f', 'p', 'u', 'x')`,
  // Foreign keys are enforced by triggers of the system, which can be switched off without the constraint changing.
  'switched-off checks': `SELECT DISTINCT format('%I', c.relname) AS line
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OURS} AND t.tgisinternal AND t.tgenabled <> 'O'`,
  'unique indexes': `SELECT format('%s%s', pg_get_indexdef(i.indexrelid), CASE WHEN i.indisvalid THEN '' ELSE ' (not valid)' END) AS line
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OURS} AND i.indisunique`,
  'rules': `SELECT pg_get_ruledef(r.oid) AS line
    FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OURS} AND c.relkind <> 'v'`,
  'views': `SELECT format('%I %s', c.relname, pg_get_viewdef(c.oid)) AS line
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS} AND c.relkind IN ('v', 'm')`,
  'owners': `SELECT format('%I.%I: %s', n.nspname, c.relname, coalesce(role.part, 'nobody')) AS line
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN role ON role.oid = c.relowner
    WHERE ${OURS_AND_QUEUE} AND ${NOT_A_DAY} AND c.relkind IN ('r', 'p', 'v', 'm')`,
  'grants': `SELECT format('%s: %s on %I.%I', role.part, string_agg(acl.privilege_type, ', ' ORDER BY acl.privilege_type), n.nspname, c.relname) AS line
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) acl JOIN role ON role.oid = acl.grantee
    WHERE ${OURS_AND_QUEUE} AND ${NOT_A_DAY} AND acl.grantee <> c.relowner GROUP BY role.part, n.nspname, c.relname
    UNION ALL
    SELECT format('%s: %s on column %I.%I.%I', role.part, string_agg(acl.privilege_type, ', ' ORDER BY acl.privilege_type), n.nspname, c.relname, a.attname)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(a.attacl) acl JOIN role ON role.oid = acl.grantee
    WHERE ${OURS_AND_QUEUE} AND acl.grantee <> c.relowner GROUP BY role.part, n.nspname, c.relname, a.attname
    UNION ALL
    SELECT format('%s: %s on schema %I', role.part, string_agg(acl.privilege_type, ', ' ORDER BY acl.privilege_type), n.nspname)
    FROM pg_namespace n, aclexplode(n.nspacl) acl JOIN role ON role.oid = acl.grantee
    WHERE ${OURS_AND_QUEUE} AND role.part <> 'owner' AND acl.grantee <> n.nspowner GROUP BY role.part, n.nspname
    UNION ALL
    SELECT format('%s: EXECUTE on %s', role.part, p.oid::regprocedure)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) acl JOIN role ON role.oid = acl.grantee
    WHERE ${OURS} AND acl.grantee <> p.proowner
    UNION ALL
    SELECT format('%s: %s on the database', role.part, string_agg(acl.privilege_type, ', ' ORDER BY acl.privilege_type))
    FROM pg_database d, aclexplode(d.datacl) acl JOIN role ON role.oid = acl.grantee
    WHERE d.datname = current_database() AND role.part <> 'owner' AND acl.grantee <> d.datdba GROUP BY role.part`,
  'powers of the app': powersOf('$1'),
  'powers of the role for figures': powersOf('$2'),
};
