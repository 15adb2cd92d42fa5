import type { Queries } from '../platform/db.ts';
import type { Subject } from '../platform/personal.ts';
import type { OptInName } from '../policy/catalogue.ts';
import { type ConsentEvent, latestDecisions, latestDecisionsLike } from './store.ts';

/**
 * Proof that somebody has opted in and not taken it back. Made here alone, from the events; an acknowledgement of the
 * policy can never become one (PP-14.1).
 */
export class OptIn {
  readonly #event: ConsentEvent;

  private constructor(event: ConsentEvent) {
    this.#event = event;
  }

  /** For {@link findOptIns}; a house test allows no other caller. */
  static from(event: ConsentEvent): OptIn {
    return new OptIn(event);
  }

  get eventId(): bigint {
    return this.#event.id;
  }

  get subject(): Subject {
    return this.#event.subject;
  }

  get recipientId(): string {
    return this.#event.recipientId;
  }

  /** What they opted into. A proof is made for these alone. */
  get purpose(): OptInName {
    return this.#event.purpose as OptInName;
  }

  get fields(): readonly string[] {
    return this.#event.fields;
  }
}

type About = { subjects: Subject[]; optIn: OptInName; recipientId: string };

/** The live opt-ins of these people for this recipient, by person. Whoever has none is not in it (PP-09.2). */
export async function findOptIns(
  tx: Queries,
  { subjects, optIn, recipientId }: About,
): Promise<ReadonlyMap<Subject, OptIn>> {
  const events = await latestDecisions(tx, { subjects, purpose: optIn, recipientId });
  return new Map(events.filter(({ act }) => act === 'grant').map((event) => [event.subject, OptIn.from(event)]));
}

/** Whether nobody has taken one of these back, or decided anew, since it was found. */
export async function areStanding(tx: Queries, optIns: readonly OptIn[]): Promise<boolean> {
  if (optIns.length === 0) return true;
  const latest = await latestDecisionsLike(tx, optIns);
  return optIns.every(({ eventId }) => latest.has(eventId));
}

/**
 * Those of these people who have agreed that a combination which a later version newly allows may be used for what we had
 * collected before it. Until they do, the rules of both versions must allow it.
 */
export async function findAgreedToWidening(
  tx: Queries,
  { subjects, combination }: { subjects: Subject[]; combination: string },
): Promise<ReadonlySet<Subject>> {
  const events = await latestDecisions(tx, { subjects, purpose: wideningPurpose(combination), recipientId: 'us' });
  return new Set(events.filter(({ act }) => act === 'grant').map(({ subject }) => subject));
}

/** Under which purpose an agreement to a newly allowed combination is kept. */
export const wideningPurpose = (combination: string): string => `${WIDENING}${combination}`;

/** The combination in such a purpose; nothing for an opt-in. */
export const combinationIn = (purpose: string): string | undefined =>
  purpose.startsWith(WIDENING) ? purpose.slice(WIDENING.length) : undefined;

const WIDENING = 'widening: ';
