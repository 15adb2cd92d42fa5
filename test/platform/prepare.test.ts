import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Facts, Log } from '#src/platform/log.ts';
import { openLog } from '#src/platform/log.ts';
import { prepareDatabase } from '#src/platform/postgres/prepare.ts';
import { emptyDatabase } from '#test/support/database.ts';
import { databaseAt, execute } from '#test/support/database-server.ts';

let ownerUrl: string;
let drop: () => Promise<void>;

beforeEach(async () => {
  ({ ownerUrl, drop } = await emptyDatabase());
});

afterEach(() => drop());

const silent = openLog('silent');

function listeningLog(): Log & { applied: Facts[] } {
  const applied: Facts[] = [];
  return { ...silent, info: (_event, facts = {}) => applied.push(facts), applied };
}

test('two starts at once migrate once', async () => {
  const logs = [listeningLog(), listeningLog()];
  const urls = await Promise.all(logs.map((log) => prepareDatabase(ownerUrl, log)));

  const { rows } = await execute(ownerUrl, 'SELECT migration_name AS migration FROM _prisma_migrations ORDER BY 1');
  expect(rows.length).toBeGreaterThan(0);
  expect(logs.flatMap(({ applied }) => applied)).toEqual(rows);
  expect(urls[0]).toBe(urls[1]);
});

test('a second start finds nothing to do', async () => {
  await prepareDatabase(ownerUrl, silent);
  const log = listeningLog();
  await prepareDatabase(ownerUrl, log);
  expect(log.applied).toEqual([]);
});

test('a login whose password was changed by hand gets in again', async () => {
  const appUrl = await prepareDatabase(ownerUrl, silent);
  await execute(ownerUrl, `ALTER ROLE "${new URL(appUrl).username}" PASSWORD 'another'`);
  await expect(execute(appUrl, 'SELECT 1')).rejects.toThrow('password authentication failed');

  await prepareDatabase(ownerUrl, silent);
  await expect(execute(appUrl, 'SELECT 1')).resolves.toBeDefined();
});

test('an owner that may not create roles is told what it needs', async () => {
  const url = new URL(ownerUrl);
  url.username = `${url.pathname.slice(1)}_weak`;
  const name = url.pathname.slice(1);
  await execute(
    ownerUrl,
    `CREATE ROLE ${url.username} LOGIN PASSWORD '${url.password}'`,
    `GRANT ${url.username} TO current_user`,
    `ALTER DATABASE ${name} OWNER TO ${url.username}`,
  );

  await expect(prepareDatabase(url.href, silent)).rejects.toThrow(
    /^DATABASE_URL: its role may not create the role ".*_app"; give it CREATEROLE/,
  );

  await execute(
    ownerUrl,
    `ALTER DATABASE ${name} OWNER TO current_user`,
    `DROP OWNED BY ${url.username} CASCADE`,
    `DROP ROLE ${url.username}`,
  );
});

test('an address that leads nowhere is refused in one sentence that does not quote it', async () => {
  const noPassword = new URL(ownerUrl);
  noPassword.password = '';
  const wrongPassword = new URL(ownerUrl);
  wrongPassword.password = 'wrong';

  await expect(prepareDatabase(noPassword.href, silent)).rejects.toThrow(
    /^DATABASE_URL must hold the owner's password/,
  );
  await expect(prepareDatabase(wrongPassword.href, silent)).rejects.toThrow(
    'DATABASE_URL: the server refuses this role and password.',
  );
  await expect(prepareDatabase(databaseAt(ownerUrl, 'nowhere'), silent)).rejects.toThrow(
    'DATABASE_URL: there is no database of this name.',
  );
  await expect(prepareDatabase('postgresql://a:b@127.0.0.1:1/c', silent)).rejects.toThrow(
    'DATABASE_URL: no server answers at this address.',
  );
});

test('the rights of the app are given once: one that was taken away by hand is missed, not put back', async () => {
  const appUrl = await prepareDatabase(ownerUrl, silent);
  await execute(ownerUrl, `REVOKE INSERT ON "AuditNote" FROM "${new URL(appUrl).username}"`);

  await expect(prepareDatabase(ownerUrl, silent)).rejects.toThrow(
    'among its grants, app: INSERT, SELECT on public."AuditNote" is missing',
  );
});
