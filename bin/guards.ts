/**
 * `node bin/guards.ts` writes prisma/guards.json: the triggers, constraints and grants that a start expects to find.
 * It reads them off a new database with every migration applied, so run it after writing a migration and read the
 * difference before committing it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { guardsFile, guardsOf } from '../src/platform/guard-census.ts';
import { migrate } from '../src/platform/migrate.ts';
import { appLogin, ensureAppRole, ensureFiguresRole, figuresRole } from '../src/platform/postgres/app-role.ts';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { applyGrants } from '../src/platform/postgres/grants.ts';
import { migrateQueueTables } from '../src/platform/postgres/queue-tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'anymeeting-guards-'));
const { server, ownerUrl } = await startEmbedded(folder, 'guards');
try {
  const owner = new Client({ connectionString: ownerUrl });
  const login = appLogin(ownerUrl);
  await owner.connect();
  await migrate(owner);
  await migrateQueueTables(owner);
  await ensureAppRole(owner, login);
  await ensureFiguresRole(owner, figuresRole(login.role));
  await applyGrants(owner, login.role);
  writeFileSync(guardsFile, `${JSON.stringify(await guardsOf(owner, login.role), null, 2)}\n`);
  await owner.end();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true });
}
