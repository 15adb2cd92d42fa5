import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast, castPassword, offer } from '#prisma/cast.ts';
import { seedDemo } from '#prisma/seed.ts';
import { firstAdminLink } from '#src/accounts/make-first-admin.ts';
import { mintLink } from '#src/accounts/mint-link.ts';
import { routes } from '#src/app.ts';
import { unsubscribeToken } from '#src/letters/unsubscribe-token.ts';
import { clauses } from '#src/policy/clauses.ts';
import { houseRules } from '#src/policy/house-rules.ts';
import type { Answer, Client, Form } from './support/client.ts';
import { firstWebinarOf, idOf, movesIn, passesAge, signIn } from './support/everybody.ts';
import { aReport, firstOffer } from './support/offers.ts';
import { chloesQuestion } from './support/questions.ts';
import { openSite, type Site } from './support/site.ts';
import { asks, contestDetails, details, straw, wish } from './surveys/asked.ts';

type FormCase = {
  /** What somebody would type. Each test spoils one field of it. */
  good: Record<string, string>;
  /** Who types it; a form for everybody is typed by nobody in particular. */
  as?: 'ada' | 'ben' | 'eve';
  path(): Promise<string>;
  /** Fields that may be left empty. */
  mayBeEmpty?: string[];
  /** Fields that nobody types, so that a wrong one is not told beside them. */
  hidden?: string[];
};

const webinar = {
  title: 'Sourdough for beginners',
  description: 'Bring flour.',
  date: '2031-03-05',
  time: '18:00',
  timeZone: 'Europe/Paris',
  lengthMinutes: '60',
};
const person = {
  name: cast.dev.name,
  email: cast.dev.email,
  howHeard: cast.dev.howHeard,
  timeZone: cast.dev.timeZone,
  password: castPassword,
};
const boxes = ['rule-show-own', 'rule-publish-figures'];
const edition = {
  ...{ base: '1', act: 'preview', date: '2031-03-05', time: '18:00' },
  ...Object.fromEntries([...clauses, ...houseRules].map(({ id, sentence }) => [id, sentence])),
  ...Object.fromEntries(boxes.map((box) => [box, 'yes'])),
};
const optional = {
  address: '1 Cellar Lane',
  zip: '75011',
  phone: '+33 1 23 45 67 89',
  topics: 'Mushrooms and bread',
  missing: 'A clock in the room',
};

let site: Site;
let firstAdmin: string;
/** A draft of Ada's for her webinar, a contest that is open, and what Ben answered. */
let ownSurvey: string;
let openContest: string;
let entry: string;
const at = (path: string) => async () => path;
const atOwnSurvey = (path: string) => async () => path.replace(':code', ownSurvey).replace(':question', 'q1');
const atWebinar = (path: string) => async () => path.replace(':code', (await firstWebinarOf(site.parts, 'ada')).code);

const FORMS: Record<string, FormCase> = {
  'POST /age': {
    good: { month: '5', year: '1984', next: '/register' },
    path: at('/age'),
    hidden: ['next'],
    mayBeEmpty: ['next'],
  },
  'POST /register': { good: { ...person, policyVersion: '1' }, path: at('/register'), hidden: ['policyVersion'] },
  'POST /confirmation-letters': { good: { email: cast.ben.email }, path: at('/confirmation-letters') },
  'POST /sign-in': {
    good: { email: cast.ben.email, password: castPassword, next: '/webinars' },
    path: at('/sign-in'),
    hidden: ['next'],
    mayBeEmpty: ['next'],
  },
  'POST /password/forgotten': { good: { email: cast.ben.email }, path: at('/password/forgotten') },
  'POST /password/reset/:token': {
    good: { password: castPassword },
    path: async () => pathname(await mintLink(site.parts, await idOf(site.parts, 'ben'), 'reset_password')),
  },
  'POST /contact': {
    good: { topic: 'webinar', message: 'Does the room work from a train?', email: cast.ben.email },
    path: at('/contact'),
    mayBeEmpty: ['email'],
  },
  'POST /tickets/:token/messages': {
    good: { message: 'And from a ship?' },
    path: async () => `${(await chloesQuestion(site.parts)).path}/messages`,
  },
  'POST /admin/tickets/:id/answers': {
    good: { message: 'It works from a train.' },
    as: 'eve',
    path: async () => {
      await asAdmin();
      return `/admin/tickets/${(await chloesQuestion(site.parts)).id}/answers`;
    },
  },
  'POST /offers/:id/report': {
    good: { message: 'The page behind it sells something else now.', email: cast.ben.email },
    path: async () => `/offers/${await firstOffer(site.parts)}/report`,
    mayBeEmpty: ['email'],
  },
  'POST /admin/offers': {
    good: offer,
    as: 'eve',
    path: async () => {
      await asAdmin();
      return '/admin/offers';
    },
  },
  'POST /admin/offers/:id': {
    good: offer,
    as: 'eve',
    path: async () => {
      await asAdmin();
      return `/admin/offers/${await firstOffer(site.parts)}`;
    },
  },
  'POST /admin/reports/:id/settlement': {
    good: { outcome: 'kept' },
    as: 'eve',
    path: async () => {
      await asAdmin();
      return `/admin/reports/${await aReport(site.parts)}/settlement`;
    },
    hidden: ['outcome'],
  },
  'POST /privacy/choices': {
    good: { ads: 'off', statistics: 'off' },
    path: at('/privacy/choices'),
    hidden: ['ads', 'statistics'],
  },
  'POST /privacy/signals': { good: { signal: 'gpc' }, as: 'ada', path: at('/privacy/signals'), hidden: ['signal'] },
  'POST /profile/who-you-are': {
    good: { name: 'Ada N. Okafor', howHeard: 'A friend of a friend' },
    as: 'ada',
    path: at('/profile/who-you-are'),
  },
  'POST /profile/address': {
    good: { email: 'ada.new@anymeeting.example', presentPassword: castPassword },
    as: 'ada',
    path: at('/profile/address'),
  },
  'POST /profile/optional': {
    good: optional,
    as: 'ada',
    path: at('/profile/optional'),
    mayBeEmpty: Object.keys(optional),
  },
  'POST /profile/settings': {
    good: { timeZone: 'Europe/Lisbon', theme: 'dark' },
    as: 'ada',
    path: at('/profile/settings'),
  },
  'POST /profile/password': {
    good: { present: castPassword, password: 'another long sentence' },
    as: 'ada',
    path: at('/profile/password'),
  },
  'POST /profile/letters/:stream': { good: { wanted: 'yes' }, as: 'ada', path: at('/profile/letters/news') },
  'POST /u/:token': {
    good: { stop: 'news' },
    path: async () => `/u/${unsubscribeToken(site.parts, { addressHash: 'A'.repeat(43), stream: 'news' })}`,
    hidden: ['stop'],
  },
  'POST /letters/again': { good: { email: cast.ben.email, stream: 'webinar' }, path: at('/letters/again') },
  'POST /admin/suppression/look-up': {
    good: { email: cast.ben.email },
    as: 'eve',
    path: async () => {
      await asAdmin();
      return '/admin/suppression/look-up';
    },
  },
  'POST /admin/suppression/stops': {
    good: { email: 'nobody@anymeeting.example', how: 'post' },
    as: 'eve',
    path: async () => {
      await asAdmin();
      return '/admin/suppression/stops';
    },
  },
  'POST /privacy/versions/:version/agreements': {
    good: { combination: 'name conferencing host service PP-05.1', agree: 'yes' },
    as: 'ada',
    path: at('/privacy/versions/1/agreements'),
    hidden: ['combination', 'agree'],
  },
  'POST /privacy/versions/:version/withdrawals': {
    good: { combination: 'name conferencing host service PP-05.1' },
    as: 'ada',
    path: at('/privacy/versions/1/withdrawals'),
    hidden: ['combination'],
  },
  'POST /admin/policy/edition': {
    good: edition,
    as: 'eve',
    path: async () => {
      await asAdmin();
      return '/admin/policy/edition';
    },
    hidden: ['base', 'act', ...boxes],
    mayBeEmpty: ['date', 'time'],
  },
  'POST /admin/processors': {
    good: {
      'name': 'Ferrytower',
      'kind': 'turn',
      'host': 'turn.ferrytower.example:3478',
      'agreementSha256': 'a1'.repeat(32),
      'signed': '2026-11-01',
      'until': '2099-11-01',
      'purpose-conferencing': 'yes',
    },
    as: 'eve',
    path: async () => {
      await asAdmin();
      return '/admin/processors';
    },
    hidden: ['purpose-conferencing'],
  },
  'POST /admin/people/:personId/role': { good: { role: 'staff' }, as: 'eve', path: asAdmin },
  'POST /first-admin/:token': { good: person, path: asFirstAdmin },
  'POST /webinars': { good: webinar, as: 'ada', path: at('/webinars'), mayBeEmpty: ['description'] },
  'POST /webinars/:code': { good: webinar, as: 'ada', path: atWebinar('/webinars/:code'), mayBeEmpty: ['description'] },
  'POST /w/:code/email-sharing': {
    good: { act: 'share', share: 'yes' },
    as: 'ben',
    path: atWebinar('/w/:code/email-sharing'),
    hidden: ['act'],
  },
  'POST /webinars/:code/surveys': {
    good: details,
    as: 'ada',
    path: atWebinar('/webinars/:code/surveys'),
    mayBeEmpty: ['intro'],
  },
  'POST /webinars/:code/contests': {
    good: contestDetails,
    as: 'ada',
    path: atWebinar('/webinars/:code/contests'),
    mayBeEmpty: ['intro'],
  },
  'POST /admin/surveys': { good: details, as: 'eve', path: asStaff('/admin/surveys'), mayBeEmpty: ['intro'] },
  'POST /admin/contests': { good: contestDetails, as: 'eve', path: asStaff('/admin/contests'), mayBeEmpty: ['intro'] },
  'POST /surveys/:code/edit': {
    good: details,
    as: 'ada',
    path: atOwnSurvey('/surveys/:code/edit'),
    mayBeEmpty: ['intro'],
  },
  'POST /surveys/:code/questions': {
    good: straw,
    as: 'ada',
    path: atOwnSurvey('/surveys/:code/questions'),
    mayBeEmpty: ['help', 'required'],
    hidden: ['required'],
  },
  'POST /surveys/:code/questions/:question': {
    good: straw,
    as: 'ada',
    path: atOwnSurvey('/surveys/:code/questions/:question'),
    mayBeEmpty: ['help', 'required'],
    hidden: ['required'],
  },
  'POST /surveys/:code/questions/:question/place': {
    good: { act: 'up' },
    as: 'ada',
    path: atOwnSurvey('/surveys/:code/questions/:question/place'),
    hidden: ['act'],
  },
  'POST /surveys/:code': {
    good: { q1: 'Rye straw', email: 'noor@anymeeting.example' },
    path: async () => `/surveys/${openContest}`,
  },
  'POST /entries/:token': { good: { q1: 'Rye straw' }, path: async () => entry },
  'POST /w/:code/guests': { good: { name: cast.chloe.name }, path: atWebinar('/w/:code/guests') },
};

/** The same, for the forms of staff. */
function asStaff(path: string): () => Promise<string> {
  return async () => {
    await asAdmin();
    return path;
  };
}

/** Eve has her right while its form is tried. The form of the first admin opens only as long as there is none. */
async function asAdmin(): Promise<string> {
  await site.parts.db.person.update({ where: { email: cast.eve.email }, data: { role: 'admin' } });
  return `/admin/people/${await idOf(site.parts, 'ben')}/role`;
}

async function asFirstAdmin(): Promise<string> {
  await site.parts.db.person.update({ where: { email: cast.eve.email }, data: { role: 'member' } });
  return firstAdmin;
}

const pathname = (link: string) => new URL(link).pathname;

const SCRIPT = `"'><script>alert(document.domain)</script>`;
/** Longer than any field, shorter than what the server stops reading at. */
const FLOOD = 'mushroom '.repeat(12_000);

beforeAll(async () => {
  site = await openSite();
  await seedDemo(site.parts);
  firstAdmin = pathname((await firstAdminLink(site.parts)) ?? '');
  await movesIn(site.parts, 'eve');
  const { id: webinarId } = await firstWebinarOf(site.parts, 'ada');
  ({ code: ownSurvey } = await asks(site.parts, { by: 'ada', webinarId, publish: false }));
  const questions = [{ ...wish, type: 'line', required: 'yes' }];
  ({ code: openContest } = await asks(site.parts, { by: 'ada', webinarId, questions, form: contestDetails }));
  entry = (await (await signIn(site.visit(), 'ben')).post(`/surveys/${openContest}`, { q1: 'Rye' })).location ?? '';
});
afterAll(() => site.close());

test('every form of the site is tried here', () => {
  const forms = routes(site.parts).filter(({ method, body }) => method === 'POST' && body !== undefined);
  expect(Object.keys(FORMS).toSorted()).toEqual(forms.map(({ method, path }) => `${method} ${path}`).toSorted());
});

describe.each(Object.entries(FORMS))('%s', (_name, form) => {
  test('says beside an empty field what it needs, and keeps the others', async () => {
    for (const field of Object.keys(form.good).filter((each) => !form.mayBeEmpty?.includes(each))) {
      await expectNo(form, { ...form.good, [field]: '' }, field);
    }
  });

  test('says beside a flooded field that it is too much', async () => {
    for (const field of Object.keys(form.good)) await expectNo(form, { ...form.good, [field]: FLOOD }, field);
  });

  test('takes no field twice', async () => {
    for (const [field, value] of Object.entries(form.good))
      await expectNo(form, { ...form.good, [field]: [value, value] }, field);
  });

  test('takes no field that it does not ask for', async () => {
    for (const field of ['role', 'confirmedAt', 'id', 'constructor', 'hostId']) {
      if (Object.hasOwn(form.good, field)) continue;
      const answer = await send(form, Object.fromEntries([...Object.entries(form.good), [field, 'admin']]));
      expect(answer.status, field).toBe(422);
      expect(answer.html.includes('we do not ask for'), field).toBe(true);
      expectKept(answer, form, form.good);
    }
  });

  test('shows a script as the text it is', async () => {
    for (const field of Object.keys(form.good)) {
      const { html } = await send(form, {
        ...form.good,
        [field]: SCRIPT,
        'no-such-field': 'so that nothing is carried out',
      });
      expect(html.includes('<script>alert'), field).toBe(false);
    }
  });

  test('takes no bytes that text cannot hold', async () => {
    for (const field of Object.keys(form.good).filter((each) => !/password|present/.test(each)))
      await expectNo(form, { ...form.good, [field]: 'a\u0000b' }, field);
  });
});

async function expectNo(form: FormCase, typed: Form, wrong: string): Promise<void> {
  const answer = await send(form, typed);
  expect(answer.status, wrong).toBe(422);
  if (!form.hidden?.includes(wrong))
    expect(sentenceBeside(wrong).test(answer.html), `a sentence beside ${wrong}`).toBe(true);
  expectKept(answer, form, typed);
}

/** The field says where its sentence is, and the sentence is there. */
const sentenceBeside = (field: string) => new RegExp(`id="[^"]*${field}[^"]*-problem"[^>]*>[\\s\\S]*?[A-Z]`);

function expectKept({ html }: Answer, form: FormCase, typed: Form): void {
  for (const [field, value] of Object.entries(typed)) {
    const isSecret = /password|present/.test(field);
    if (typeof value !== 'string' || value === '' || value.includes('\u0000') || form.hidden?.includes(field)) continue;
    if (isSecret) expect(html.includes(value), `${field} comes back`).toBe(false);
    else if (!CHOSEN.has(field) || value === form.good[field])
      expect(html.includes(escaped(value.trim())), `${field} is kept`).toBe(true);
  }
}

/** Chosen from a list or ticked, which has no place for anything else. */
const CHOSEN = new Set([
  'topic',
  'timeZone',
  'theme',
  'wanted',
  'stream',
  'how',
  'role',
  'month',
  'kind',
  'share',
  'type',
]);

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll("'", '&#x27;').replaceAll('"', '&quot;');

async function send(form: FormCase, typed: Form): Promise<Answer> {
  const path = await form.path();
  return (await visitorFor(form)).post(path, typed);
}

const visitors = new Map<string, Client>();

/** Signed in once for all forms, as a person would be. */
async function visitorFor({ as }: FormCase): Promise<Client> {
  if (as === undefined) return passesAge(site.visit());

  const visitor = visitors.get(as) ?? (await signIn(site.visit(), as));
  visitors.set(as, visitor);
  return visitor;
}
