import type { Tx } from '../platform/db.ts';
import type { MailStream, Standing } from './rules.ts';
import { standingOf, streams } from './rules.ts';
import { mailEventsOf } from './store.ts';

/** How one mailbox stands in each stream: the fold of everything that happened between it and us. */
export async function standings({ db }: { db: Tx }, addressHash: string): Promise<Record<MailStream, Standing>> {
  const events = await mailEventsOf(db, addressHash);
  return Object.fromEntries(streams.map((stream) => [stream, standingOf(events, stream)])) as Record<
    MailStream,
    Standing
  >;
}
