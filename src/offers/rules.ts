/** The longest texts, in characters; the tables take no longer ones. */
export const LONGEST = { company: 100, title: 100, text: 500, url: 500, report: 5_000 } as const;

/** How a report ends: the link is gone, or it stays. */
export type Outcome = 'pulled' | 'kept';
