/** What somebody can refuse of what we may otherwise do (PP-02.6, PP-07.2, PP-07.3). */
export type Refusable = 'ads' | 'statistics';

/**
 * What each signal of a browser refuses. The server obeys this, and the sentences about it are made from it, so that what we
 * say and what we do cannot differ (PP-12.1).
 */
export const signals = {
  gpc: { name: 'Global Privacy Control', refuses: ['ads', 'statistics'] },
  dnt: { name: 'Do Not Track', refuses: ['ads', 'statistics'] },
} as const satisfies Record<string, { name: string; refuses: readonly Refusable[] }>;

export type Signal = keyof typeof signals;
export const signalNames = Object.keys(signals) as Signal[];

const effects: Record<Refusable, string[]> = {
  ads: ['you see no advertisement here'],
  statistics: ['you get no visitor cookie', 'your visit is counted nowhere'],
};

const listed = new Intl.ListFormat('en-GB');

const effectOf = (signal: Signal): string => {
  const refuses: readonly Refusable[] = signals[signal].refuses;
  return refuses.length === 0 ? 'nothing changes' : listed.format(refuses.flatMap((each) => effects[each]));
};

/** What we do about a signal, for the policy (PP-12.1). */
export const answerTo = (signal: Signal): string =>
  `When your browser sends ${signals[signal].name}, ${effectOf(signal)}.`;

/** What this site has understood from this very browser. */
export function understood(signal: Signal, isSent: boolean): string {
  const { name } = signals[signal];
  return isSent
    ? `Your browser sends ${name}. We received it: ${effectOf(signal)}.`
    : `Your browser does not send ${name}. When it does, ${effectOf(signal)}.`;
}
