/**
 * The people and webinars that tests, demo data, the design page and the pictures use.
 * Ada hosts; Ben is a panelist; Chloé attends; Dev is staff; Eve is an admin. Addresses are on a reserved domain.
 */
export const cast = {
  ada: {
    name: 'Ada Okafor',
    email: 'ada@anymeeting.example',
    howHeard: 'A friend',
    timeZone: 'Europe/Paris',
    role: 'member',
  },
  ben: {
    name: 'Ben Lindqvist',
    email: 'ben@anymeeting.example',
    howHeard: 'Ada told me',
    timeZone: 'Europe/Stockholm',
    role: 'member',
  },
  chloe: {
    name: 'Chloé Martin',
    email: 'chloe@anymeeting.example',
    howHeard: 'A newsletter',
    timeZone: 'America/Toronto',
    role: 'member',
  },
  dev: {
    name: 'Dev Raman',
    email: 'dev@anymeeting.example',
    howHeard: 'I work here',
    timeZone: 'Asia/Kolkata',
    role: 'staff',
  },
  eve: {
    name: 'Eve Brandt',
    email: 'eve@anymeeting.example',
    howHeard: 'I work here',
    timeZone: 'Europe/Berlin',
    role: 'admin',
  },
} as const;

/** The password of every demo account: long, and printed by the start, because the demo runs on this machine only. */
export const castPassword = 'mushrooms grow in quiet cellars';

/** What Chloé asked us. */
export const question = {
  topic: 'webinar',
  text: 'I come to Ada’s evening about mushrooms from a train. Does the room work over a slow line, and can I listen without a camera?',
} as const;

/** What a company that is not us offers. Its name ends in `.example`, so that nothing ever gets there. */
export const offer = {
  company: 'Clear Ears Ltd',
  title: 'Headsets that last',
  text: 'Repairable headsets with a cable, for people who talk a lot.',
  url: 'https://clear-ears.example/headsets',
  theirPolicyUrl: 'https://clear-ears.example/privacy',
} as const;

/** What Ada asks the people who come to her bread. */
export const surveys = {
  flour: {
    kind: 'survey',
    title: 'Which flour do you bake with?',
    intro: 'Four minutes before the evening on sourdough.',
    purpose: 'To choose which loaves we bake together',
    keepDays: 30,
    questions: [
      {
        type: 'one',
        label: 'Which flour do you use most?',
        help: '',
        options: ['Wheat', 'Rye', 'Spelt'],
        required: true,
      },
      {
        type: 'any',
        label: 'When do you bake?',
        help: 'As many as you like.',
        options: ['Mornings', 'Evenings', 'Weekends'],
        required: false,
      },
      {
        type: 'scale',
        label: 'How well does your starter rise?',
        help: '1 is not at all, 5 is out of the jar.',
        options: [],
        required: true,
      },
      { type: 'lines', label: 'What goes wrong?', help: '', options: [], required: false },
    ],
  },
  basket: {
    kind: 'contest',
    title: 'Win a proving basket',
    intro: 'Three baskets of willow, for three loaves.',
    purpose: 'To draw who gets a basket',
    keepDays: 60,
    winners: 3,
    terms:
      'Anybody may enter, once. Whoever wins comes to the room of the webinar with their number, and Ada says where to fetch the basket.',
    questions: [{ type: 'line', label: 'Which loaf comes first?', help: '', options: [], required: true }],
  },
} as const;

export const webinars = {
  mushrooms: {
    host: 'ada',
    title: 'Growing mushrooms in a cellar',
    description:
      'An hour with oyster mushrooms: which straw, how much damp, and what to do when the fan fails. Bring your questions.',
    lengthMinutes: 60,
  },
  bread: {
    host: 'ada',
    title: 'Sourdough for people with little time',
    description: 'A starter that waits for you, and a loaf that fits around a working day.',
    lengthMinutes: 45,
  },
} as const;
