import { notFound } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import type { Subject } from '../platform/personal.ts';
import { type OptInName, optIns } from '../policy/catalogue.ts';
import { wideningWords } from './agree-to-widening.ts';
import { sha256 } from './decide.ts';
import { combinationIn } from './opt-in.ts';
import { type ConsentEvent, eventsOf } from './store.ts';

export type { ConsentEvent } from './store.ts';

/** Everything somebody decided about one thing and one recipient, the latest first; the latest says how it stands. */
export type Consent = {
  purpose: string;
  recipientKind: string;
  recipientId: string;
  isGranted: boolean;
  latest: ConsentEvent;
  events: readonly ConsentEvent[];
};

/** What somebody took note of, the latest first. It grants nothing. */
export type Acknowledged = { version: number; at: Date; surface: string };

type ConsentParts = Pick<Parts, 'db'>;

/** What somebody opted into and took back, folded, and the versions they took note of (PP-09.2, PP-12.3). */
export async function consentsOf(
  { db }: ConsentParts,
  subject: Subject,
): Promise<{ consents: Consent[]; acknowledged: Acknowledged[] }> {
  const events = await eventsOf(db, subject);
  const decisions = events.filter(({ act }) => act !== 'acknowledge');
  const byThing = Map.groupBy(decisions, ({ purpose, recipientId }) => `${purpose} ${recipientId}`);
  return {
    consents: [...byThing.values()].flatMap(fold),
    acknowledged: events
      .filter(({ act }) => act === 'acknowledge')
      .map(({ policyVersionId, at, surface }) => ({ version: policyVersionId, at, surface })),
  };
}

function fold(events: ConsentEvent[]): Consent[] {
  const [latest] = events;
  if (latest === undefined) return [];
  const { purpose, recipientKind, recipientId, act } = latest;
  return [{ purpose, recipientKind, recipientId, isGranted: act === 'grant', latest, events }];
}

/** One decision of somebody, with what it is part of. Refuses with `not-found`, also for a receipt of somebody else. */
export async function receiptOf(
  parts: ConsentParts,
  subject: Subject,
  eventId: bigint,
): Promise<{ event: ConsentEvent; consent: Consent }> {
  const { consents } = await consentsOf(parts, subject);
  for (const consent of consents) {
    const event = consent.events.find(({ id }) => id === eventId);
    if (event !== undefined) return { event, consent };
  }
  throw notFound();
}

/** The words beside the box as they read today, with the recipient's present name; nothing for an opt-in we no longer offer. */
export function wordsOf({ purpose, policyVersionId }: Decided, recipient: string): string | undefined {
  const combination = combinationIn(purpose);
  if (combination !== undefined) return wideningWords(combination, policyVersionId);
  else if (!Object.hasOwn(optIns, purpose)) return undefined;
  else return optIns[purpose as OptInName].words.replace('{recipient}', () => recipient);
}
type Decided = Pick<ConsentEvent, 'purpose' | 'policyVersionId'>;

/** Whether these are the very words that were shown: only their hash was kept. */
export const wereShown = ({ shownTextSha256 }: Pick<ConsentEvent, 'shownTextSha256'>, words: string): boolean =>
  sha256(words) === shownTextSha256;
