import type { Audience } from '../letters/consenting.ts';

/** How long a request that nobody confirmed is kept, and how long a link to one's own page works. */
export const UNCONFIRMED_MS = 2 * 24 * 60 * 60 * 1000;
export const OWN_LINK_MS = 24 * 60 * 60 * 1000;

/** To whom an issue goes, as staff choose it, with the clause that allows it. */
export const audienceWords: Record<Audience, { label: string; who: string; clause: string; because: string }> = {
  newsletter: {
    label: 'Newsletter',
    who: 'Everybody who asked for our news and confirmed it',
    clause: 'PP-06.1',
    because: 'News of the company goes to those who asked for it, now and then: four in 30 days at most.',
  },
  updates: {
    label: 'Account updates',
    who: 'Everybody with an account who has not stopped letters about it',
    clause: 'PP-06.1',
    because: 'News about their account goes to those who have one: two in 30 days at most.',
  },
};

/** Which audience a stream has. */
export const audienceOf = (stream: 'news' | 'account'): Audience => (stream === 'news' ? 'newsletter' : 'updates');

export type IssueState = 'draft' | 'scheduled' | 'leaving' | 'paused' | 'cancelled' | 'sent';
export const issueStates: readonly IssueState[] = ['draft', 'scheduled', 'leaving', 'paused', 'cancelled', 'sent'];

export const issueStateWords: Record<IssueState, { words: string; kind: string }> = {
  draft: { words: 'Draft', kind: 'asks' },
  scheduled: { words: 'Scheduled', kind: 'asks' },
  leaving: { words: 'Leaving', kind: 'good' },
  paused: { words: 'Paused', kind: 'asks' },
  cancelled: { words: 'Cancelled', kind: 'past' },
  sent: { words: 'Sent', kind: 'past' },
};

/** The times of an issue. How far it is follows from them alone. */
export type IssueTimes = {
  scheduledAt: Date | null;
  pausedAt: Date | null;
  cancelledAt: Date | null;
  finishedAt: Date | null;
};

export function issueStateOf({ scheduledAt, pausedAt, cancelledAt, finishedAt }: IssueTimes, now: Date): IssueState {
  if (cancelledAt !== null) return 'cancelled';
  else if (finishedAt !== null) return 'sent';
  else if (scheduledAt === null) return 'draft';
  else if (pausedAt !== null) return 'paused';
  else return scheduledAt > now ? 'scheduled' : 'leaving';
}

export const LONGEST = { title: 120, markdown: 30_000, find: 120 };
