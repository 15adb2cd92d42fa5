import { cast, offer } from '#prisma/cast.ts';
import { clauses } from '#src/policy/clauses.ts';
import { houseRules } from '#src/policy/house-rules.ts';
import { contestDetails, details } from '../surveys/asked.ts';
import { idOf } from './everybody.ts';
import { type FormCase, world } from './form-case.ts';
import { anIssue } from './newsletter.ts';
import { aReport, firstOffer } from './offers.ts';
import { person } from './person-form.ts';
import { chloesQuestion } from './questions.ts';

const boxes = ['rule-show-own', 'rule-publish-figures'];
const edition = {
  ...{ base: '1', act: 'preview', date: '2031-03-05', time: '18:00' },
  ...Object.fromEntries([...clauses, ...houseRules].map(({ id, sentence }) => [id, sentence])),
  ...Object.fromEntries(boxes.map((box) => [box, 'yes'])),
};
const issue = { audience: 'newsletter', title: 'Straw, and what to do with it', markdown: 'Soak it **overnight**.' };

/** What staff and admins type. */
export const staffForms: Record<string, FormCase> = {
  'POST /admin/tickets/:id/answers': {
    good: { message: 'It works from a train.' },
    as: 'eve',
    path: async () => {
      await asAdmin();
      return `/admin/tickets/${(await chloesQuestion(world.site.parts)).id}/answers`;
    },
  },
  'POST /admin/offers': {
    good: offer,
    as: 'eve',
    path: asStaff('/admin/offers'),
  },
  'POST /admin/offers/:id': {
    good: offer,
    as: 'eve',
    path: async () => {
      await asAdmin();
      return `/admin/offers/${await firstOffer(world.site.parts)}`;
    },
  },
  'POST /admin/reports/:id/settlement': {
    good: { outcome: 'kept' },
    as: 'eve',
    path: async () => {
      await asAdmin();
      return `/admin/reports/${await aReport(world.site.parts)}/settlement`;
    },
    hidden: ['outcome'],
  },
  'POST /admin/suppression/look-up': {
    good: { email: cast.ben.email },
    as: 'eve',
    path: asStaff('/admin/suppression/look-up'),
  },
  'POST /admin/suppression/stops': {
    good: { email: 'nobody@anymeeting.example', how: 'post' },
    as: 'eve',
    path: asStaff('/admin/suppression/stops'),
  },
  'POST /admin/policy/edition': {
    good: edition,
    as: 'eve',
    path: asStaff('/admin/policy/edition'),
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
    path: asStaff('/admin/processors'),
    hidden: ['purpose-conferencing'],
  },
  'POST /admin/people/:personId/role': { good: { role: 'staff' }, as: 'eve', path: asAdmin },
  'POST /first-admin/:token': { good: person, path: asFirstAdmin },
  'POST /admin/surveys': { good: details, as: 'eve', path: asStaff('/admin/surveys'), mayBeEmpty: ['intro'] },
  'POST /admin/contests': { good: contestDetails, as: 'eve', path: asStaff('/admin/contests'), mayBeEmpty: ['intro'] },
  'POST /admin/advertising': {
    good: { title: 'Our newsletter', text: 'New webinars, once a month.', path: '/newsletter' },
    as: 'eve',
    path: asStaff('/admin/advertising'),
  },
  'POST /admin/statistics/figures': {
    good: { recipient: 'Klarzahl GmbH', reason: 'A talk about webinars', from: '2026-11-01', to: '2026-11-30' },
    as: 'eve',
    path: asStaff('/admin/statistics/figures'),
  },
  'POST /admin/newsletters': { good: issue, as: 'eve', path: asStaff('/admin/newsletters') },
  'POST /admin/newsletters/:id': { good: issue, as: 'eve', path: async () => `/admin/newsletters/${await draft()}` },
  'POST /admin/newsletters/:id/sending': {
    good: { at: '2031-03-05T18:00' },
    as: 'eve',
    path: async () => `/admin/newsletters/${await draft()}/sending`,
    mayBeEmpty: ['at'],
  },
};

function asStaff(path: string): () => Promise<string> {
  return async () => {
    await asAdmin();
    return path;
  };
}

/** Eve has her right while its form is tried. The form of the first admin opens only as long as there is none. */
async function asAdmin(): Promise<string> {
  await world.site.parts.db.person.update({ where: { email: cast.eve.email }, data: { role: 'admin' } });
  return `/admin/people/${await idOf(world.site.parts, 'ben')}/role`;
}

async function asFirstAdmin(): Promise<string> {
  await world.site.parts.db.person.update({ where: { email: cast.eve.email }, data: { role: 'member' } });
  return world.firstAdmin;
}

async function draft(): Promise<string> {
  await asAdmin();
  return anIssue(world.site.parts);
}
