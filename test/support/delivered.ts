import { setTimeout as wait } from 'node:timers/promises';
import type { Db } from '#src/platform/db.ts';

const LOOK_AGAIN_MS = 40;

/** Resolves when no job of the queue is due any more, no issue that has yet to reach the outbox, and no letter in there. */
export async function allDelivered(db: Db): Promise<void> {
  for (let waiting = 1; waiting > 0; ) {
    const [row] = await db.$queryRaw<{ waiting: number }[]>`
      SELECT (SELECT count(*) FROM pgboss.job
          WHERE data IS NOT NULL AND state IN ('created', 'active', 'retry') AND start_after <= now())::int
        + (SELECT count(*) FROM "Issue" WHERE "scheduledAt" <= now() AND "audience" IS NULL)::int
        + (SELECT count(*) FROM "Outbox" WHERE "state" IN ('queued', 'handing') AND "nextAt" <= now())::int AS waiting`;
    waiting = row?.waiting ?? 0;
    if (waiting > 0) await wait(LOOK_AGAIN_MS);
  }
}
