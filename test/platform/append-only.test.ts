import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '#test/support/database.ts';
import { execute } from '#test/support/database-server.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.db.auditNote.create({ data: { at: new Date(), event: 'account.opened' } });
  await database.db.policyVersion.create({
    data: {
      id: 1,
      publishedAt: new Date('2026-03-01T23:30:00Z'),
      effectiveAt: new Date('2026-03-02T00:00:00Z'),
      lastModified: new Date('2026-03-01'),
      bodySha256: 'a'.repeat(64),
      body: [],
    },
  });
});

afterAll(() => database.drop());

const changes = {
  'changed': (table: string) => `UPDATE "${table}" SET id = id`,
  'deleted': (table: string) => `DELETE FROM "${table}"`,
  'emptied': (table: string) => `TRUNCATE "${table}" CASCADE`,
};

for (const table of ['AuditNote', 'PolicyVersion']) {
  for (const [done, statement] of Object.entries(changes)) {
    test(`a row of ${table} is never ${done}, not even by the owner of the table`, async () => {
      await expect(execute(database.ownerUrl, statement(table))).rejects.toThrow('is append-only');
    });

    test(`a row of ${table} is never ${done} by the app`, async () => {
      await expect(execute(database.appUrl, statement(table))).rejects.toThrow('permission denied');
    });
  }

  test(`a row of ${table} is never changed by a session that calls itself a replica`, async () => {
    const { rows } = await execute(
      database.ownerUrl,
      `SELECT tgenabled FROM pg_trigger WHERE tgrelid = '"${table}"'::regclass AND tgname = 'append_only'`,
    );
    expect(rows).toEqual([{ tgenabled: 'A' }]);
  });
}

test('after all of this every row is still there', async () => {
  expect(await database.db.auditNote.count()).toBe(1);
  expect(await database.db.policyVersion.count()).toBe(1);
});
