/**
 * Opens the database in the folder named and writes one note after the other, printing each number once the database
 * has acknowledged it. For tests that end a process in the middle of its work.
 */
import { readConfig } from '#src/platform/config.ts';
import { openDatabase } from '#src/platform/database.ts';
import { openDb } from '#src/platform/db.ts';
import { openLog } from '#src/platform/log.ts';
import { openSecrets } from '#src/platform/secrets.ts';

const config = readConfig({ DATA_DIR: process.argv[2] });
const database = await openDatabase(config, openSecrets(config.DATA_DIR), openLog('silent'));
const db = openDb(database.appUrl);

for (;;) {
  const { id } = await db.auditNote.create({ data: { at: new Date(), event: 'test.written' } });
  process.stdout.write(`${id}\n`);
}
