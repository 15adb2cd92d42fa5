import { afterEach, beforeEach, expect, test } from 'vitest';
import { type JobFacts, type OpenJobs, openJobs } from '#src/platform/jobs.ts';
import { openLog } from '#src/platform/log.ts';
import { type FreshDatabase, freshDatabase } from '#test/support/database.ts';
import { execute } from '#test/support/database-server.ts';

let database: FreshDatabase;
let jobs: OpenJobs;

beforeEach(async () => {
  database = await freshDatabase();
  jobs = await openJobs(database.appUrl, openLog('silent'));
});

afterEach(async () => {
  await jobs.stop();
  await database.drop();
});

/** A handler whose calls can be awaited. */
function listener() {
  const calls: JobFacts[] = [];
  const waiting: (() => void)[] = [];
  return {
    calls,
    handler: async (facts: JobFacts) => {
      calls.push(facts);
      for (const tell of waiting.splice(0)) tell();
    },
    called: async (times: number) => {
      while (calls.length < times) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

test('a job runs once its transaction is kept, with the facts it was given', async () => {
  const letters = listener();
  await jobs.work({ 'send-letter': letters.handler });

  await database.db.transaction((tx) => jobs.queue(tx, 'send-letter', { person: 'ada', number: 7 }));
  await letters.called(1);

  expect(letters.calls).toEqual([{ person: 'ada', number: 7 }]);
});

test('a job whose transaction is undone never runs', async () => {
  const letters = listener();
  await jobs.work({ 'send-letter': letters.handler });

  const undone = database.db.transaction(async (tx) => {
    await jobs.queue(tx, 'send-letter', { number: 1 });
    throw new Error('changed my mind');
  });
  await expect(undone).rejects.toThrow('changed my mind');
  await database.db.transaction((tx) => jobs.queue(tx, 'send-letter', { number: 2 }));
  await letters.called(1);

  expect(letters.calls).toEqual([{ number: 2 }]);
  const { rows } = await execute(database.ownerUrl, 'SELECT data FROM pgboss.job');
  expect(rows).toEqual([{ data: { number: 2 } }]);
});

test('a job queued before anybody works runs as soon as somebody does', async () => {
  const letters = listener();
  await database.db.transaction((tx) => jobs.queue(tx, 'send-letter', { number: 1 }));
  await jobs.work({ 'send-letter': letters.handler });
  await letters.called(1);

  expect(letters.calls).toEqual([{ number: 1 }]);
});

test('a job whose handler fails waits for its next try, and keeps no word of the error', async () => {
  const failed = listener();
  await jobs.work({
    'send-letter': async (facts) => {
      await failed.handler(facts);
      throw new TypeError('ada@anymeeting.example was refused');
    },
  });

  await database.db.transaction((tx) => jobs.queue(tx, 'send-letter', { number: 1 }));
  await failed.called(1);
  await jobs.stop();

  const { rows } = await execute(
    database.ownerUrl,
    'SELECT state, retry_limit, start_after > now() AS later, output::text FROM pgboss.job',
  );
  expect(rows).toMatchObject([{ state: 'retry', retry_limit: 8, later: true }]);
  expect(JSON.stringify(rows)).toContain('TypeError');
  expect(JSON.stringify(rows)).not.toContain('ada');
});

test('a stop waits for the handler that runs', async () => {
  const begun = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const order: string[] = [];
  await jobs.work({
    'send-letter': async () => {
      begun.resolve();
      await mayEnd.promise;
      order.push('handled');
    },
  });
  await database.db.transaction((tx) => jobs.queue(tx, 'send-letter', {}));
  await begun.promise;

  const stopped = jobs.stop().then(() => order.push('stopped'));
  mayEnd.resolve();
  await stopped;

  expect(order).toEqual(['handled', 'stopped']);
});

test('a crowd of jobs is worked off at once, and one that fails takes no other with it', async () => {
  const letters = listener();
  await jobs.work({
    'send-letter': async (facts) => {
      await letters.handler(facts);
      if (facts.number === 7) throw new Error('refused');
    },
  });

  await database.db.transaction(async (tx) => {
    for (let number = 0; number < 40; number += 1) await jobs.queue(tx, 'send-letter', { number });
  });
  // Looking again only after a pause, two at a time would need minutes: longer than this test may take.
  await letters.called(40);
  await jobs.stop();

  const { rows } = await execute(
    database.ownerUrl,
    'SELECT state, count(*)::int FROM pgboss.job GROUP BY state ORDER BY state',
  );
  expect(rows).toEqual([
    { state: 'retry', count: 1 },
    { state: 'completed', count: 39 },
  ]);
});
