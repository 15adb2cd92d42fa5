import { cast, castPassword } from '#prisma/cast.ts';
import { mintLink } from '#src/accounts/mint-link.ts';
import { unsubscribeToken } from '#src/letters/unsubscribe-token.ts';
import { idOf } from './everybody.ts';
import { at, type FormCase, pathname, world } from './form-case.ts';
import { ownLink } from './newsletter.ts';
import { firstOffer } from './offers.ts';
import { person } from './person-form.ts';
import { chloesQuestion } from './questions.ts';

const optional = {
  address: '1 Cellar Lane',
  zip: '75011',
  phone: '+33 1 23 45 67 89',
  topics: 'Mushrooms and bread',
  missing: 'A clock in the room',
};

/** What people type about themselves, about letters, and to us. */
export const memberForms: Record<string, FormCase> = {
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
    path: async () => pathname(await mintLink(world.site.parts, await idOf(world.site.parts, 'ben'), 'reset_password')),
  },
  'POST /contact': {
    good: { topic: 'webinar', message: 'Does the room work from a train?', email: cast.ben.email },
    path: at('/contact'),
    mayBeEmpty: ['email'],
  },
  'POST /tickets/:token/messages': {
    good: { message: 'And from a ship?' },
    path: async () => `${(await chloesQuestion(world.site.parts)).path}/messages`,
  },
  'POST /offers/:id/report': {
    good: { message: 'The page behind it sells something else now.', email: cast.ben.email },
    path: async () => `/offers/${await firstOffer(world.site.parts)}/report`,
    mayBeEmpty: ['email'],
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
    mayBeEmpty: ['howHeard'],
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
    path: async () => `/u/${unsubscribeToken(world.site.parts, { addressHash: 'A'.repeat(43), stream: 'news' })}`,
    hidden: ['stop'],
  },
  'POST /letters/again': { good: { email: cast.ben.email, stream: 'webinar' }, path: at('/letters/again') },
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
  'POST /newsletter': { good: { email: cast.ben.email }, path: at('/newsletter') },
  'POST /newsletter/yours': { good: { email: cast.ben.email }, path: at('/newsletter/yours') },
  'POST /newsletter/yours/:token/address': {
    good: { email: 'noor.new@anymeeting.example' },
    path: async () => `/newsletter/yours/${await ownLink(world.site.parts)}/address`,
  },
};
