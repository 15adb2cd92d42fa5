import type { Category } from './catalogue.ts';
import type { HeldColumn } from './held.ts';

/** How long one kind of information is kept: `days` for programs, `words` for people. None means that nothing is stored. */
export type Retention = { days: number | 'account' | 'none' | 'for good'; words: string };

/** One rule for each category, and no category without one. */
export const retention: Record<Category, Retention> = {
  name: { days: 'account', words: 'As long as what you gave it for' },
  email: { days: 'account', words: 'As long as what you left it for' },
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
  message: { days: 730, words: 'Two years at most' },
  survey_answer: { days: 90, words: '90 days after the end at most, as the form says' },
  recording: { days: 'none', words: 'Nothing is recorded' },
  browser_id: { days: 1, words: 'A day, then another one takes its place' },
  visit_pseudonym: { days: 30, words: '30 days; what it is made with is destroyed after 48 hours' },
  visit_aggregate: { days: 'for good', words: 'For good; it points to nobody' },
  network_address: { days: 'none', words: 'Not stored' },
  consent: { days: 1095, words: 'As long as your account and three years, as proof' },
};

/**
 * How one column comes to its end: the timed job that destroys what is in it, or the form with which its person does; and in
 * words when that is.
 */
export type End = ({ job: string } | { form: string }) & { words: string };

const tickets = { job: 'support.clear-tickets' };
const reports = { job: 'offers.clear-reports' };
const attendance = { job: 'webinars.clear-guests' };
const answers = { job: 'surveys.clear-answers' };

/** One end for each personal column, and no such column without one. The policy page tells the same. */
export const ends: Record<HeldColumn, End> = {
  'Person.name': { form: '/profile/who-you-are', words: 'Of your account: until you change it' },
  'Person.howHeard': { job: 'accounts.purge-sessions', words: retention.how_heard.words },
  'Person.email': { form: '/profile/address', words: 'Of your account: until you change it' },
  'EmailChange.email': { job: 'accounts.purge-sessions', words: 'A new one that you have not confirmed: a day' },
  'Person.address': { form: '/profile/optional', words: retention.address.words },
  'Person.zip': { form: '/profile/optional', words: retention.zip.words },
  'Person.phone': { form: '/profile/optional', words: retention.phone.words },
  'OptionalAnswer.answer': { form: '/profile/optional', words: retention.optional_info.words },
  'Person.timeZone': { form: '/profile/settings', words: retention.time_zone.words },
  'Person.theme': { form: '/profile/settings', words: retention.settings.words },
  'Ticket.email': { ...tickets, words: 'Left with a question: two years after the last word' },
  'TicketMessage.text': { ...tickets, words: 'A question to us: two years after the last word' },
  'LinkReport.text': { ...reports, words: 'What you report about a link: a year' },
  'LinkReport.email': { ...reports, words: 'Left with a report about a link: a year' },
  'Attendance.joinedAt': { ...attendance, words: retention.attendance.words },
  'Attendance.leftAt': { ...attendance, words: retention.attendance.words },
  'Attendance.guestName': { ...attendance, words: 'Of a guest: a day after the webinar' },
  'SurveyEntry.answers': { ...answers, words: retention.survey_answer.words },
  'SurveyEntry.email': { ...answers, words: 'Left in a contest: as long as your answers' },
  'VisitFact.pseudonym': { job: 'visits.clear', words: retention.visit_pseudonym.words },
  'Subscriber.email': {
    job: 'mailings.clear-subscribers',
    words: 'For the newsletter: until you stop it. One that nobody confirms: two days.',
  },
  'Outbox.address': { job: 'letters.clear', words: 'On a letter: until it has left, and never longer than 90 days' },
};
