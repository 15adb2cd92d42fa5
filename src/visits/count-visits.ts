import { createHmac, randomBytes } from 'node:crypto';
import { visitorIn } from '../consent/visitor-cookie.ts';
import { Batches } from '../platform/batches.ts';
import type { Route, SetCookie, Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { combinationOf } from '../policy/catalogue.ts';
import { livePolicy } from '../policy/policy.ts';
import { browserIn, dayOf, groupOf } from './rules.ts';
import { type Fact, insertFacts, saltFor } from './store.ts';

type CountParts = Pick<Parts, 'db' | 'clock' | 'secrets' | 'log'>;
type Seen = Omit<Fact, 'pseudonym'> & { visitor: string };

export type VisitCounter = {
  /** Takes note of a page that was sent. Returns at once: nobody waits for being counted. */
  pageSent(visit: Visit, route: Route, given: SetCookie[]): void;
  /** Resolves when all that was noted is written, or given up. */
  settled(): Promise<void>;
};

/**
 * Counts visits to pages whose row says `counted`, under a pseudonym that is made with the salt of the day (PP-07.2, PP-07.3).
 * Never whoever refuses statistics, by a signal or a choice, nor whoever is signed in: they have no visitor cookie, and what
 * has none is not counted. No address, no path and no name of a program is written down.
 */
export function openVisitCounter(parts: CountParts): VisitCounter {
  const batches = new Batches<Seen>((seen) => write(parts, seen));
  return {
    pageSent(visit, route, given) {
      const seen = seenIn(parts, visit, route, given);
      if (seen !== undefined) batches.add(seen).catch((error: unknown) => parts.log.error('visits.not-counted', error));
    },
    settled: () => batches.settled(),
  };
}

function seenIn(parts: CountParts, visit: Visit, route: Route, given: SetCookie[]): Seen | undefined {
  const pageGroup = route.counted === true ? groupOf(route.path) : undefined;
  const kind = browserIn(visit.request.headers['user-agent'] ?? '');
  const visitor = visitorIn(parts, visit, given);
  if (pageGroup === undefined || kind === undefined || visitor === undefined) return undefined;

  return { day: dayOf(parts.clock()), pageGroup, ...kind, visitor };
}

async function write(parts: CountParts, seen: readonly Seen[]): Promise<void> {
  const { allowed } = await livePolicy(parts);
  if (!allowed.has(combinationOf('improve-site', 'visit_pseudonym'))) return;

  for (const [day, those] of Map.groupBy(seen, (each) => each.day)) {
    // Read anew each time: no process holds a salt longer than the moment it is used.
    const salt = await saltFor(parts.db, day, randomBytes(32).toString('base64url'));
    const facts = those.map(({ visitor, ...rest }) => ({ ...rest, pseudonym: pseudonymOf(visitor, salt) }));
    await insertFacts(parts.db, facts);
  }
}

/** What a browser is called on one day. Without the salt nobody can tell which browser that was, whatever else they know. */
export const pseudonymOf = (visitor: string, salt: string): string =>
  createHmac('sha256', salt).update(visitor).digest('base64url');
