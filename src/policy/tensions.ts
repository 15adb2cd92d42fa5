/** Where two sentences of the policy pull apart, and how we read them. The stricter reading wins. */
export type Tension = { clauses: readonly string[]; pull: string; reading: string };

export const tensions: readonly Tension[] = [
  {
    clauses: ['PP-09.2', 'PP-12.2', 'PP-09.3', 'PP-10.1'],
    pull: 'Nothing goes to outside parties without your consent; and yet there are helpers, and there is the law.',
    reading:
      'A helper is no outside party as long as its agreement lasts, and becomes one on the day it ends. The law is the one exception, and takes two of us each time.',
  },
  {
    clauses: ['PP-05.1', 'PP-09.3'],
    pull: 'Other companies get only what delivers the service you asked for; helpers may get what our work needs.',
    reading:
      'The host of a webinar is another company and never a helper: your name and that you came, nothing else. Your address only if you opt in.',
  },
  {
    clauses: ['PP-07.2', 'PP-10.2'],
    pull: 'A cookie tells your browser apart; and figures that point to nobody may go to others.',
    reading: 'Whatever carries the mark of one browser is personal. Only figures about many may ever leave.',
  },
  {
    clauses: ['PP-01.3', 'PP-14.1', 'PP-09.2'],
    pull: 'Using the site counts as consent; and sharing needs an opt-in.',
    reading:
      'Use shows that you know the policy and never grants anything. If a version allows more, your older data stays under the older rules until you agree.',
  },
  {
    clauses: ['PP-06.1', 'PP-06.2'],
    pull: 'We write about your account; and you can stop all letters.',
    reading: 'You can stop every letter that you did not ask for in that moment, like a link for a new password.',
  },
  {
    clauses: ['PP-13.2', 'PP-13.1'],
    pull: 'The site is meant for people of thirteen and older; it does not say that others may not come.',
    reading: 'We take it as a limit: whoever is younger cannot leave anything personal here.',
  },
];
