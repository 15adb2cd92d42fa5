import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openLog } from '#src/platform/log.ts';
import { prepareDatabase } from '#src/platform/postgres/prepare.ts';
import { startServer } from '#src/platform/postgres/server.ts';
import { makeOwner, TEMPLATE } from './database-server.ts';

/**
 * One PostgreSQL for the whole run, with one migrated database that the tests copy. TEST_DATABASE_URL names another
 * server to use, as a role that may create databases and roles; `npm test` runs the suite once with each.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, stop } = await server();
  const ownerUrl = await makeOwner(adminUrl);
  await prepareDatabase(ownerUrl, openLog('error'));
  project.provide('adminUrl', adminUrl);
  project.provide('templateUrl', ownerUrl);
  return stop;
}

async function server(): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined) return { adminUrl: given, stop: async () => {} };

  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-tests-'));
  // Nothing here has to survive, so nothing waits for the disk.
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'autovacuum=off',
    'max_connections=200',
  ];
  const server = await startServer(folder, { password: TEMPLATE, settings });
  return {
    adminUrl: server.url('postgres', TEMPLATE, 'postgres'),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the migrated database that tests copy, as its owner. */
    templateUrl: string;
    /** The role that may take any database away. */
    adminUrl: string;
  }
}
