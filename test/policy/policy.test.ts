import { afterEach, beforeEach, expect, test } from 'vitest';
import { clauses } from '#src/policy/clauses.ts';
import { livePolicy, publishFirstPolicy } from '#src/policy/policy.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const SECOND_MS = 1000;
const at = (time: string) => () => new Date(time);
const parts = (time: string) => ({ db: database.db, clock: at(time) });

async function publish(id: number, publishedAt: string, effectiveAt = publishedAt): Promise<void> {
  await database.db.policyVersion.create({
    data: {
      id,
      publishedAt: new Date(publishedAt),
      effectiveAt: new Date(effectiveAt),
      lastModified: new Date(publishedAt.slice(0, 10)),
      bodySha256: String(id).repeat(64),
      body: [{ id: 'PP-01.1', kind: 'D', group: 'All', sentence: `This is version ${id}.` }],
    },
  });
}

test('the first version carries every sentence, and the day it was published (PP-01.2)', async () => {
  await publishFirstPolicy(parts('2026-11-22T23:30:00Z'));

  expect(await livePolicy(parts('2026-11-23T09:00:00Z'))).toMatchObject({
    version: 1,
    lastModified: '2026-11-22',
    bodySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    clauses,
  });
});

test('publishing the first version again, or twice at once, changes nothing', async () => {
  await Promise.all([
    publishFirstPolicy(parts('2026-11-22T10:00:00Z')),
    publishFirstPolicy(parts('2026-11-22T10:00:00Z')),
  ]);
  await publishFirstPolicy(parts('2027-01-01T10:00:00Z'));

  expect(await database.db.policyVersion.count()).toBe(1);
  expect((await livePolicy(parts('2027-01-02T10:00:00Z'))).lastModified).toBe('2026-11-22');
});

test('a version is in force from the moment it says and not before (PP-01.3)', async () => {
  await publishFirstPolicy(parts('2026-11-22T10:00:00Z'));
  await publish(2, '2026-12-01T10:00:00Z', '2026-12-15T00:00:00Z');

  expect((await livePolicy(parts('2026-12-14T23:59:59Z'))).version).toBe(1);
  expect((await livePolicy(parts('2026-12-15T00:00:00Z'))).version).toBe(2);
});

test('a version that another process published is seen within seconds', async () => {
  await publishFirstPolicy(parts('2026-11-22T10:00:00Z'));
  const start = new Date('2026-11-25T10:00:00Z').getTime();
  expect((await livePolicy({ db: database.db, clock: () => new Date(start) })).version).toBe(1);

  await publish(2, '2026-11-24T10:00:00Z');
  expect((await livePolicy({ db: database.db, clock: () => new Date(start + 10 * SECOND_MS) })).version).toBe(2);
});

test('without any version nobody is told that there is a policy', async () => {
  await expect(livePolicy(parts('2026-11-22T10:00:00Z'))).rejects.toThrow('No version of the policy');
});

test('a published text can be neither changed nor taken away', async () => {
  await publishFirstPolicy(parts('2026-11-22T10:00:00Z'));

  await expect(
    database.db.policyVersion.update({ where: { id: 1 }, data: { lastModified: new Date('2030-01-01') } }),
  ).rejects.toThrow();
  await expect(database.db.policyVersion.delete({ where: { id: 1 } })).rejects.toThrow();
});
