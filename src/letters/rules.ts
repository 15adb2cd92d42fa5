/** What a letter belongs to. The order is part of every unsubscribe link that was ever sent: new ones come last. */
export const streams = ['account', 'news', 'webinar', 'contest'] as const;
export type MailStream = (typeof streams)[number];

/** The languages that letters are written in. A test writes every letter in each. */
export const languages = ['en'] as const;
export type Language = (typeof languages)[number];

/** As people read them, after "You get". */
export const streamWords: Record<MailStream, string> = {
  account: 'letters about your account',
  news: 'our news',
  webinar: 'letters about webinars',
  contest: 'letters about contests and surveys',
};

/**
 * `requested` answers what the person did just now, and goes whatever they stopped. `account` tells of their account, unless
 * they stopped that. `periodic` comes by itself, and only where it was confirmed.
 */
export type LetterClass = 'requested' | 'account' | 'periodic';

export type MailAct = 'requested' | 'confirmed' | 'unsubscribed' | 'complained' | 'bounced';
export type Standing = 'none' | MailAct;
export type MailEvent = { stream: MailStream | 'all'; act: MailAct; tokenHash: string | null };

/**
 * How one mailbox stands in one stream: the fold of its events, the first first. The database computes the same in
 * `mail_standing`, and a test holds the two together. A stop ends all requests made before it, so that no older link brings
 * letters back (PP-06.2).
 */
export function standingOf(events: readonly MailEvent[], stream: MailStream): Standing {
  const own = events.filter((each) => each.stream === stream || each.stream === 'all');
  const lastStop = own.findLastIndex(({ act }) => STOPPED.includes(act));
  const requested = new Set<string | null>();
  for (const { act, tokenHash } of own.slice(lastStop + 1)) {
    if (act === 'requested') requested.add(tokenHash);
    else if (requested.has(tokenHash)) return 'confirmed';
  }
  return own[lastStop]?.act ?? (requested.size > 0 ? 'requested' : 'none');
}

const STOPPED: readonly Standing[] = ['unsubscribed', 'complained', 'bounced'];

/** Whether somebody who stands so has stopped the stream. */
export const hasStopped = (standing: Standing): boolean => STOPPED.includes(standing);

/** How long the link in a letter that asks for a confirmation works. */
export const CONFIRM_WITHIN_MS = 2 * 24 * 60 * 60 * 1000;

/** Whether one more stop of this kind would say nothing new. A complaint or a bounce says more than a stop of the person's own. */
export function isStopped(events: readonly MailEvent[], stream: MailStream | 'all', act: MailAct): boolean {
  const own = stream === 'all' ? events : events.filter((each) => each.stream === stream || each.stream === 'all');
  const lastStop = own.findLastIndex(
    (each) => STOPPED.includes(each.act) && (stream !== 'all' || each.stream === 'all'),
  );
  const last = own[lastStop];
  const askedSince = own.slice(lastStop + 1).some((each) => each.act === 'requested' || each.act === 'confirmed');
  return last !== undefined && !askedSince && (act === 'unsubscribed' || last.act !== 'unsubscribed');
}

/**
 * Whether a box that the person ticks is enough to bring a stream back. After a complaint or a bounce it is not: a link that
 * is mailed there has to show first that the mailbox takes letters again.
 */
export function boxIsEnough(events: readonly MailEvent[], stream: MailStream): boolean {
  const own = events.filter((each) => each.stream === stream || each.stream === 'all');
  const since = own.slice(own.findLastIndex(({ act }) => act === 'complained' || act === 'bounced') + 1);
  const shown = since.some(
    ({ act }, at) => act === 'confirmed' && standingOf(since.slice(0, at + 1), stream) === 'confirmed',
  );
  return since.length === own.length || shown;
}
