/** What has happened to a webinar so far. */
export type Marks = {
  startsAt: Date;
  lengthMinutes: number;
  cancelledAt: Date | null;
  liveAt: Date | null;
  endedAt: Date | null;
};

/** `missed`: its time went by and nobody took it live. The host may still move it. */
export type WebinarState = 'upcoming' | 'live' | 'ended' | 'cancelled' | 'missed';

/** How long after its planned end a webinar that never went live is still expected. Longer keeps dead rooms on the list. */
const PATIENCE_MS = 15 * 60_000;

/** How far in the past a start may lie: a host who writes "now" needs a few minutes to fill in the form. */
const GRACE_MS = 15 * 60_000;

/** How far ahead a webinar may be planned. Further is nearly always a slip in the year. */
const FURTHEST_MS = 5 * 365 * 24 * 60 * 60_000;

export function stateOf(webinar: Marks, now: Date): WebinarState {
  if (webinar.cancelledAt !== null) return 'cancelled';
  else if (webinar.endedAt !== null) return 'ended';
  else if (webinar.liveAt !== null) return 'live';
  else return now.getTime() > endsAt(webinar).getTime() + PATIENCE_MS ? 'missed' : 'upcoming';
}

/** When it is planned to end. */
export const endsAt = ({ startsAt, lengthMinutes }: Pick<Marks, 'startsAt' | 'lengthMinutes'>): Date =>
  new Date(startsAt.getTime() + lengthMinutes * 60_000);

/** Time, words and cancellation are the host's until the webinar goes live. */
export const mayChange = (state: WebinarState): boolean => state === 'upcoming' || state === 'missed';

/** People can let the host write to them before, while and after it is held. */
export const mayShare = (state: WebinarState): boolean => state === 'upcoming' || state === 'live' || state === 'ended';

/** A sentence for a start that cannot be, or nothing. */
export function wrongStart(startsAt: Date, now: Date): string | undefined {
  const ahead = startsAt.getTime() - now.getTime();
  if (ahead < -GRACE_MS) return 'This time has passed. Choose one that is still to come.';
  else if (ahead > FURTHEST_MS) return 'Choose a day within the next five years.';
  else return undefined;
}
