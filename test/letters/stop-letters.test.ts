import { afterAll, beforeAll, expect, test } from 'vitest';
import { stopLetters } from '#src/letters/stop-letters.ts';
import { letterMayGo, mailEventsOf } from '#src/letters/store.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const parts = () => ({ db: database.db, clock: () => new Date('2026-11-22T12:00:00Z') });
const mailbox = 'A'.repeat(43);
const letter = { addressHash: mailbox, stream: 'account', class: 'account' } as const;

test('a stop is acknowledged only once the letter that is being handed over has left, and then none may go', async () => {
  const order: string[] = [];
  let stopped: Promise<void> | undefined;

  await database.db.transaction(async (tx) => {
    expect(await letterMayGo(tx, letter)).toBe(true);
    stopped = stopLetters(parts(), { addressHash: mailbox, streams: 'all', source: 'link' }).then(() => {
      order.push('stopped');
    });
    await waiting();
    expect(await mailEventsOf(database.db, mailbox)).toEqual([]);
    order.push('handed over');
  });
  await stopped;

  expect(order).toEqual(['handed over', 'stopped']);
  await database.db.transaction(async (tx) => expect(await letterMayGo(tx, letter)).toBe(false));
});

test('a stop that cannot be had is refused and not acknowledged', async () => {
  const other = { ...letter, addressHash: 'B'.repeat(43) };
  let refused: Promise<string> | undefined;
  await database.db.transaction(async (tx) => {
    await letterMayGo(tx, other);
    refused = stopLetters(parts(), { addressHash: other.addressHash, streams: 'all', source: 'link' }).then(
      () => 'stopped',
      (problem: unknown) => (problem as { code: string }).code,
    );
    await waiting();
    // As when its time is over.
    await tx.$queryRaw`SELECT pg_cancel_backend(pid) FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND wait_event = 'advisory' AND datname = current_database()`;
    expect(await refused).toBe('unavailable');
  });
  expect(await mailEventsOf(database.db, other.addressHash)).toEqual([]);
});

/** Until somebody waits for the lock of a mailbox. */
async function waiting(): Promise<void> {
  for (;;) {
    const rows = await database.db.$queryRaw<object[]>`SELECT 1 FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND wait_event = 'advisory' AND datname = current_database()`;
    if (rows.length > 0) return;
  }
}
