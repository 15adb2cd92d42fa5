import { afterAll, beforeAll, expect, test } from 'vitest';
import { note } from '#src/audit/note.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const at = new Date('2026-11-01T12:00Z');
const [ada, eve] = [newId<PersonId>(), newId<PersonId>()];

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('a note says what was done, about whom, by whom and when', async () => {
  await note(database.db, { at, event: 'account.role-changed', about: ada, by: eve, facts: { to: 'staff' } });
  await note(database.db, { at, event: 'sessions.purged' });

  expect(await database.db.auditNote.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { at, event: 'account.role-changed', about: ada, by: eve, facts: { to: 'staff' } },
    { at, event: 'sessions.purged', about: null, by: null, facts: {} },
  ]);
});

test('a note stands and falls with what it tells of', async () => {
  const before = await database.db.auditNote.count();
  const undone = database.db.transaction(async (tx) => {
    await note(tx, { at, event: 'account.opened', about: ada });
    throw new Error('undone');
  });

  await expect(undone).rejects.toThrow('undone');
  expect(await database.db.auditNote.count()).toBe(before);
});

test('nobody changes a note or removes one', async () => {
  await note(database.db, { at, event: 'account.opened', about: ada });

  await expect(database.db.auditNote.updateMany({ data: { event: 'something else' } })).rejects.toThrow();
  await expect(database.db.auditNote.deleteMany()).rejects.toThrow();
  await expect(database.db.$executeRaw`TRUNCATE "AuditNote"`).rejects.toThrow();
  expect(await database.db.auditNote.count()).toBeGreaterThan(0);
});
