import type { Tx } from '../platform/db.ts';
import { boxIsEnough, type MailStream, type Standing, standingOf, streams } from './rules.ts';
import { mailEventsOf } from './store.ts';

/** How one mailbox stands in each stream: the fold of everything that happened between it and us. */
export async function standings({ db }: { db: Tx }, addressHash: string): Promise<Record<MailStream, Standing>> {
  const events = await mailEventsOf(db, addressHash);
  return Object.fromEntries(streams.map((stream) => [stream, standingOf(events, stream)])) as Record<
    MailStream,
    Standing
  >;
}

export type StandingSince = {
  stream: MailStream;
  standing: Standing;
  /** When it came to stand so; nothing where nothing ever happened. */
  since: Date | undefined;
  /** Whether the person's own box brings it back, or a mailed link has to. */
  boxIsEnough: boolean;
};

/** The same with since when. */
export async function standingsSince({ db }: { db: Tx }, addressHash: string): Promise<StandingSince[]> {
  const events = await mailEventsOf(db, addressHash);
  return streams.map((stream) => {
    const standing = standingOf(events, stream);
    const before = events.findLastIndex((_, at) => standingOf(events.slice(0, at), stream) !== standing);
    return { stream, standing, since: events[before]?.at, boxIsEnough: boxIsEnough(events, stream) };
  });
}
