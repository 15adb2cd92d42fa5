import { cast } from '#prisma/cast.ts';
import { contestDetails, details, straw } from '../surveys/asked.ts';
import { firstWebinarOf } from './everybody.ts';
import { at, type FormCase, world } from './form-case.ts';

const webinar = {
  title: 'Sourdough for beginners',
  description: 'Bring flour.',
  date: '2031-03-05',
  time: '18:00',
  timeZone: 'Europe/Paris',
  lengthMinutes: '60',
};
const atOwnSurvey = (path: string) => async () => path.replace(':code', world.ownSurvey).replace(':question', 'q1');
const atWebinar = (path: string) => async () =>
  path.replace(':code', (await firstWebinarOf(world.site.parts, 'ada')).code);

/** What is typed around a webinar, and to ask and answer. */
export const webinarForms: Record<string, FormCase> = {
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
    path: async () => `/surveys/${world.openContest}`,
  },
  'POST /entries/:token': { good: { q1: 'Rye straw' }, path: async () => world.entry },
  'POST /w/:code/guests': { good: { name: cast.chloe.name }, path: atWebinar('/w/:code/guests') },
};
