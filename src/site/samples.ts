import { cast, webinars } from '../../prisma/cast.ts';
import { LINK, UNSUBSCRIBE } from '../letters/blanks.ts';
import { type Composed, composeLetter, type Draft } from '../letters/compose-letter.ts';
import type { Language } from '../letters/rules.ts';
import { draftOf } from '../mailings/compose-issue.ts';
import { barChart } from '../platform/charts.ts';
import type { Parts } from '../platform/parts.ts';
import { combinationOf } from '../policy/catalogue.ts';
import { inWords } from '../policy/words.ts';

const SAMPLE_URL = 'http://localhost:3000';

/** Every letter with what it would be told about the cast. Links lead nowhere. */
const letters: Record<string, { subject: string } & Pick<Draft, 'model' | 'body'>> = {
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
  'letters-again': {
    subject: 'Do you want our letters again?',
    model: { link: sampleLink('/letters/confirm'), what: 'letters about webinars' },
  },
  'confirm-newsletter': { subject: 'Do you want our newsletter?', model: { link: sampleLink('/newsletter/confirm') } },
  'your-newsletter': { subject: 'Your newsletter', model: { link: sampleLink('/newsletter/yours') } },
  'issue': issueSample(),
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

/** A letter as it would be stored, with its blanks. Throws for a name that there is no letter of. */
export async function composeSample(
  parts: Pick<Parts, 'views' | 'config'>,
  name: string,
  language?: Language,
): Promise<Composed> {
  const sample = letters[name];
  if (sample === undefined) throw new Error(`There is no letter called ${name}.`);

  const { subject, model, body } = sample;
  const ours = JSON.parse(JSON.stringify(model).replaceAll(SAMPLE_URL, parts.config.BASE_URL)) as Draft['model'];
  const draft = { template: name, title: subject, model: ours, stream: 'account' as const };
  return composeLetter(parts, { ...draft, ...(body && { body }), ...(language && { language }) });
}

/** The same as it would arrive. */
export async function letterSample(parts: Pick<Parts, 'views' | 'config'>, name: string): Promise<Composed> {
  const { html, text, ...rest } = await composeSample(parts, name);
  return { ...rest, html: filled(html), text: filled(text) };
}

const filled = (part: string) => part.replaceAll(UNSUBSCRIBE, 'example').replaceAll(LINK, 'example-link');

/** A week at a site that is not large. */
const VISITORS = [12, 18, 9, 41, 33, 6, 4];

/** What `/design` shows. Both parts of each letter are rendered here, so that a letter that cannot be written is seen. */
export async function designPage(parts: Pick<Parts, 'views' | 'config'>) {
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
    chart: barChart({
      id: 'demo-chart',
      title: 'Visitors per day',
      desc: 'One bar for each day of a week. The most were 41 on 26 November.',
      bars: VISITORS.map((value, day) => ({ label: `${day + 23} November`, value })),
    }),
    bad: { 'demo-email': 'Enter an address like ada@example.org.', 'demo-length': 'Choose how long it will take.' },
    letters: await Promise.all(
      letterNames.map(async (name) => {
        const { title, text } = await letterSample(parts, name);
        return { name, subject: title, text };
      }),
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

function issueSample() {
  const { title, model, body } = draftOf(
    {
      stream: 'news',
      title: 'Webinars with questions',
      markdown:
        'Whoever hosts can now **ask something** at the end of a webinar.\n\n- Answers are seen by the host alone\n- They go on the day that the form names\n\n[Pictures of the first ones](https://straw.example/autumn)',
    },
    { BASE_URL: SAMPLE_URL },
  );
  return { subject: title, model, ...(body && { body }) };
}

function sampleLink(path: string): string {
  return `${SAMPLE_URL}${path}#${'example-'.repeat(4)}link`;
}
