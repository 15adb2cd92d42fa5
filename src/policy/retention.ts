import type { Category } from './catalogue.ts';

/** How long one kind of information is kept: `days` for programs, `words` for people. None means that nothing is stored. */
export type Retention = { days: number | 'account' | 'none' | 'for good'; words: string };

/** One rule for each category, and no category without one. */
export const retention: Record<Category, Retention> = {
  name: { days: 'account', words: 'As long as your account. A guest’s name: a day after the webinar.' },
  email: {
    days: 'account',
    words: 'As long as your account. One that you left with a question or a report: as long as we keep that.',
  },
  how_heard: { days: 730, words: 'Two years, then only a count' },
  time_zone: { days: 'account', words: 'As long as your account' },
  address: { days: 'account', words: 'Until you clear it' },
  zip: { days: 'account', words: 'Until you clear it' },
  phone: { days: 'account', words: 'Until you clear it' },
  settings: { days: 'account', words: 'As long as your account' },
  optional_info: { days: 'account', words: 'Until you clear it' },
  attendance: { days: 365, words: 'A year' },
  chat: { days: 'none', words: 'Not stored. It ends with the room.' },
  media: { days: 'none', words: 'Not stored. It is passed on and forgotten.' },
  message: { days: 730, words: 'Two years. What you report about a link: a year.' },
  survey_answer: { days: 90, words: '90 days after the end' },
  recording: { days: 'none', words: 'Nothing is recorded' },
  browser_id: { days: 1, words: 'A day, then another one takes its place' },
  visit_pseudonym: { days: 30, words: '30 days; what it is made with is destroyed after 48 hours' },
  visit_aggregate: { days: 'for good', words: 'For good; it points to nobody' },
  network_address: { days: 'none', words: 'Not stored' },
  consent: { days: 1095, words: 'As long as your account and three years, as proof' },
};
