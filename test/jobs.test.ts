import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { jobTable, startTimedJobs, TIMED } from '#src/jobs.ts';
import { openLog } from '#src/platform/log.ts';
import type { Parts } from '#src/platform/parts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE_MS = 60_000;
const timed = Object.keys(TIMED).toSorted();

/** The clock of jobs, with what it has queued. */
function started(queue: () => Promise<void> = async () => {}) {
  const queued: string[] = [];
  const failed: string[] = [];
  const told = new Writable({
    write(line, _encoding, done) {
      failed.push(String(line));
      done();
    },
  });
  const parts = {
    db: {} as Parts['db'],
    jobs: {
      queue(_tx: unknown, name: string) {
        queued.push(name);
        return queue();
      },
    },
    log: openLog('error', told),
  };
  return { queued, failed, clock: startTimedJobs(parts) };
}

test('each timed job is one that there is', () => {
  const table = jobTable({} as Parts, { wake() {}, async plan() {} });
  expect(timed.filter((name) => table[name] === undefined)).toEqual([]);
});

test('within a minute of a start everything has run once, so that a process which is often restarted forgets as well', async () => {
  const { queued, clock } = started();
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect([...new Set(queued)].toSorted()).toEqual(timed);
  clock.close();
});

test('afterwards each runs as often as it says, and nothing after the end', async () => {
  const { queued, clock } = started();
  await vi.advanceTimersByTimeAsync(120 * MINUTE_MS);
  const times = (name: string) => queued.filter((each) => each === name).length;
  expect([times('webinars.clear-guests'), times('mailings.clear-subscribers'), times('mailings.plan')]).toEqual([
    3, 120, 480,
  ]);

  clock.close();
  const before = queued.length;
  await vi.advanceTimersByTimeAsync(120 * MINUTE_MS);
  expect(queued.length).toBe(before);
});

test('a time at which the queue is away is logged and passed over', async () => {
  const { queued, failed, clock } = started(() => Promise.reject(new Error('The database restarts.')));
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(failed.filter((line) => !line.includes('jobs.not-queued'))).toEqual([]);
  expect(failed.length).toBe(queued.length);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(failed.length).toBe(queued.length);
  clock.close();
});
