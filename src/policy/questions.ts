import type { Purpose } from './catalogue.ts';

/**
 * Questions that somebody may answer and need not (PP-02.3). Each says what the answer is for, and it is used for nothing
 * else. One that is taken out of here is asked no more; what was answered goes when the person clears it.
 */
export const questions = {
  topics: {
    label: 'What are your webinars about?',
    for: 'We read all answers together to see what this site should do better. Nobody else sees them.',
    purpose: 'improve_site',
  },
  missing: {
    label: 'What do you miss here?',
    for: 'It helps us choose what to build next. Nobody else sees it.',
    purpose: 'improve_site',
  },
} as const satisfies Record<string, { label: string; for: string; purpose: Purpose }>;

export type Question = keyof typeof questions;
export const questionCodes = Object.keys(questions) as Question[];

/** The longest answer: a few sentences. */
export const LONGEST_ANSWER = 500;
