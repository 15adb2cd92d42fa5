import { cast, webinars } from '../../prisma/cast.ts';
import type { Views } from '../platform/views.ts';
import { combinationOf } from '../policy/catalogue.ts';
import { inWords } from '../policy/words.ts';

/** Every letter with what it would be told about the cast. Links lead nowhere. */
const letters: Record<string, { subject: string; model: object }> = {
  'confirm-address': { subject: 'Confirm your address', model: { link: sampleLink('/confirm') } },
  'already-registered': {
    subject: 'You already have an account',
    model: { isConfirmed: true, signIn: sampleLink('/sign-in'), forgotten: sampleLink('/password/forgotten') },
  },
  'reset-password': { subject: 'Choose a new password', model: { link: sampleLink('/password/reset') } },
  'password-changed': {
    subject: 'Your password was changed',
    model: { name: cast.ada.name, signIn: sampleLink('/sign-in'), forgotten: sampleLink('/password/forgotten') },
  },
  'address-change': { subject: 'Agree to your new address', model: { link: sampleLink('/address-change') } },
  'new-address': { subject: 'Confirm your new address', model: { link: sampleLink('/address-change') } },
  'address-taken': {
    subject: 'Your address has an account already',
    model: { signIn: sampleLink('/sign-in'), forgotten: sampleLink('/password/forgotten') },
  },
  'contest-entry': { subject: 'Your entry', model: { link: sampleLink('/entries') } },
  'contest-won': { subject: 'You have won', model: { link: sampleLink('/contests'), number: 7 } },
  'question-asked': { subject: 'Your question has reached us', model: { link: sampleLink('/tickets') } },
  'report-settled': {
    subject: 'We have looked into the link',
    model: { isPulled: true, offers: 'http://localhost:3000/offers' },
  },
  'question-answered': { subject: 'Your question is answered', model: { link: sampleLink('/tickets') } },
};

export const letterNames: readonly string[] = Object.keys(letters);
export const letterSample = (name: string): object => letters[name]?.model ?? {};

/** What `/design` shows. Both parts of each letter are rendered here, so that a letter that cannot be written is seen. */
export async function designPage(views: Views) {
  const startsAt = new Date('2026-11-26T17:00:00Z');
  return {
    cast,
    webinar: { ...webinars.mushrooms, startsAt, timeZone: cast.ada.timeZone },
    other: { ...webinars.bread, startsAt: new Date('2026-12-03T09:30:00Z'), timeZone: cast.ada.timeZone },
    colours: [
      'paper',
      'surface',
      'sunken',
      'raised',
      'ink',
      'ink-soft',
      'line',
      'edge',
      'green',
      'green-wash',
      'live',
      'live-wash',
      'amber-wash',
      'amber-ink',
      'focus',
    ],
    lengths: [30, 45, 60].map((minutes) => ({ value: String(minutes), label: `${minutes} minutes` })),
    told: {
      version: 2,
      sentences: 3,
      allowedNew: [inWords(combinationOf('tell-host-who-came', 'name'))],
      allowedNoMore: [],
    },
    bad: { 'demo-email': 'Enter an address like ada@example.org.', 'demo-length': 'Choose how long it will take.' },
    letters: await Promise.all(
      Object.entries(letters).map(async ([name, { subject, model }]) => ({
        name,
        subject,
        text: (await views.letter(name, model)).text,
      })),
    ),
  };
}

const people = { host: cast.ada, panelist: cast.ben, guest: cast.chloe, staff: cast.dev, webinar: webinars.mushrooms };

/** The room in two moments, still: with the chat open, and the host's list of people with everything that can go wrong. */
export const room = (moment: 'room' | 'people') => ({
  path: `/design/${moment}`,
  page: `site/design-${moment}`,
  title: webinars.mushrooms.title,
  model: people,
});

export const greenRoom = () => ({
  path: '/design/green-room',
  page: 'site/design-green-room',
  title: `Join ${webinars.mushrooms.title}`,
  model: {
    ...people,
    microphones: choices('Built-in microphone', 'Headset'),
    cameras: choices('Built-in camera', 'No camera'),
    speakers: choices('Built-in speakers', 'Headset'),
  },
});

const choices = (first: string, second: string) => [
  { value: 'built-in', label: first },
  { value: 'other', label: second },
];

function sampleLink(path: string): string {
  return `http://localhost:3000${path}#${'example-'.repeat(4)}link`;
}
