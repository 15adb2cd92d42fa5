import type { Category } from './catalogue.ts';

/** The parts of My Profile in which something is changed, each a form with a button of its own. */
export type HeldForm = 'who-you-are' | 'letters' | 'optional' | 'settings';

type Shape = {
  category: Category;
  /** What it is called beside the field. */
  label: string;
  /** What it is for and who sees it, as the person reads it. */
  for: string;
} & (
  | {
      how: 'edit';
      form: HeldForm;
      required: boolean;
      input: 'line' | 'lines' | 'email' | 'zone' | 'theme' | 'answers';
      /** The most characters it takes. */
      longest?: number;
      /** What browsers call it. */
      autocomplete?: string;
    }
  | { how: 'shown' }
  /** Neither shown nor changed on My Profile, and why that is right. */
  | { how: { because: string } }
);

/**
 * Every column that holds something about a person, as `Model.column`, and how that person sees and changes it on My
 * Profile (PP-12.3). The page is made from this; a column that is tagged `@personal(…)` and not named here fails the build.
 */
export const held = {
  'Person.name': {
    category: 'name',
    label: 'Your name',
    for: 'The host of a webinar you come to sees it; the others there when you write or come on stage; and everybody with the link of a webinar you hold.',
    how: 'edit',
    form: 'who-you-are',
    required: true,
    input: 'line',
    longest: 100,
    autocomplete: 'name',
  },
  'Person.howHeard': {
    category: 'how_heard',
    label: 'How did you hear of us?',
    for: 'We count the answers, and forget yours after two years. Nobody else sees it.',
    how: 'edit',
    form: 'who-you-are',
    required: false,
    input: 'line',
    longest: 200,
  },
  'Person.email': {
    category: 'email',
    label: 'Your new address',
    for: 'Letters about your account go there, and you sign in with it.',
    how: 'edit',
    form: 'letters',
    required: true,
    input: 'email',
    longest: 254,
    autocomplete: 'email',
  },
  'EmailChange.email': {
    category: 'email',
    label: 'The address you asked for',
    for: 'It waits here until both mailboxes have agreed, for a day at most.',
    how: 'shown',
  },
  'Person.address': {
    category: 'address',
    label: 'Postal address',
    for: 'Only for sending you something on paper that you asked for.',
    how: 'edit',
    form: 'optional',
    required: false,
    input: 'lines',
    longest: 300,
    autocomplete: 'street-address',
  },
  'Person.zip': {
    category: 'zip',
    label: 'Zip code',
    for: 'It goes with the postal address.',
    how: 'edit',
    form: 'optional',
    required: false,
    input: 'line',
    longest: 20,
    autocomplete: 'postal-code',
  },
  'Person.phone': {
    category: 'phone',
    label: 'Telephone number',
    for: 'Only for calling you back when you ask us for help.',
    how: 'edit',
    form: 'optional',
    required: false,
    input: 'line',
    longest: 40,
    autocomplete: 'tel',
  },
  'OptionalAnswer.answer': {
    category: 'optional_info',
    label: 'Questions you need not answer',
    for: 'Each question says what its answer is for.',
    how: 'edit',
    form: 'optional',
    required: false,
    input: 'answers',
  },
  'Person.timeZone': {
    category: 'time_zone',
    label: 'Time zone',
    for: 'Dates and times are shown to you in it.',
    how: 'edit',
    form: 'settings',
    required: true,
    input: 'zone',
  },
  'Person.theme': {
    category: 'settings',
    label: 'Light or dark',
    for: 'How the pages look to you. Rooms are always dark.',
    how: 'edit',
    form: 'settings',
    required: true,
    input: 'theme',
  },
  'Ticket.email': {
    category: 'email',
    label: 'The address you left with a question',
    for: 'Only for telling you that there is an answer.',
    how: {
      because:
        'Whoever has an account is told at its own address. Without one it stands on the page of the question, and can be removed there.',
    },
  },
  'TicketMessage.text': {
    category: 'message',
    label: 'What you asked us',
    for: 'Our staff read it while the question is open. You can delete it.',
    how: 'shown',
  },
  'LinkReport.text': {
    category: 'message',
    label: 'What you found behind a link',
    for: 'Our staff read it to see to the link. You can delete it.',
    how: 'shown',
  },
  'LinkReport.email': {
    category: 'email',
    label: 'The address you left with a report',
    for: 'Only for telling you how it ended. Our staff do not see it.',
    how: {
      because:
        'Whoever has an account is told at its own address. Without one there is no profile; it goes after a year.',
    },
  },
  'Attendance.joinedAt': {
    category: 'attendance',
    label: 'When you came',
    for: 'The host learns who came, and for how long.',
    how: 'shown',
  },
  'Attendance.leftAt': {
    category: 'attendance',
    label: 'When you left',
    for: 'The host learns who came, and for how long.',
    how: 'shown',
  },
  'Attendance.guestName': {
    category: 'name',
    label: 'The name of a guest',
    for: 'The host learns who came.',
    how: { because: 'A guest has no account, so there is no profile to show it on. It goes a day after the webinar.' },
  },
  'SurveyEntry.answers': {
    category: 'survey_answer',
    label: 'What you answered',
    for: 'Whoever asked reads it, as the form said, until the day it named. Then it is deleted.',
    how: 'shown',
  },
  'SurveyEntry.email': {
    category: 'email',
    label: 'The address of your entry',
    for: 'Only for telling you that you have won. Whoever asked does not see it.',
    how: 'shown',
  },
  'VisitFact.pseudonym': {
    category: 'visit_pseudonym',
    label: 'A pseudonym for one day of visits',
    for: 'It counts how many came on a day.',
    how: {
      because:
        'Nobody knows whose it is, not even we: it is made for whoever is not signed in, and what it was made with is destroyed within 48 hours.',
    },
  },
  'Subscriber.email': {
    category: 'email',
    label: 'The address for our newsletter',
    for: 'The newsletter goes there.',
    how: {
      because:
        'Whoever has an account gets the newsletter at its own address. Without one it stands on a page of its own, behind a mailed link.',
    },
  },
  'Outbox.address': {
    category: 'email',
    label: 'The address on a letter that is leaving',
    for: 'The letter goes there.',
    how: { because: 'It is the address of the account or of the form that asked, and goes once the letter has left.' },
  },
} as const satisfies Record<string, Shape>;

export type HeldColumn = keyof typeof held;
/** How one column is held, whichever it is. */
export type Held = Shape;

/** The columns that one form changes, in the order in which it asks for them. */
export const heldIn = (form: HeldForm): [HeldColumn, Extract<Held, { how: 'edit' }>][] =>
  (Object.entries(held) as [HeldColumn, Held][]).filter(
    (each): each is [HeldColumn, Extract<Held, { how: 'edit' }>] => each[1].how === 'edit' && each[1].form === form,
  );
