import type { Page } from 'playwright-core';
import { answersAge } from '../support/browser.ts';
import { type CastName, firstWebinarOf, passesAge, signIn } from '../support/everybody.ts';
import type { Site } from '../support/site.ts';
import { asks, contest, entersMany, straw, when, wish } from '../surveys/asked.ts';

type Shown = { as?: CastName; open(page: Page): Promise<unknown> };

const SCALE = {
  type: 'scale',
  label: 'How damp is it?',
  help: '1 is dry, 5 is dripping.',
  options: '',
  required: 'yes',
};
const DAY = { type: 'date', label: 'Which day suits you?', help: '', options: '' };
const ALL = [straw, when, wish, SCALE, DAY, { ...straw, type: 'yesno', label: 'Have you grown any?', options: '' }];

/** Everything that is asked and answered, in the states in which it is looked at. */
export function surveyPages(site: () => Site): Record<string, Shown> {
  const at = (path: string) => (page: Page) => page.goto(site().url + path);
  const asked = (wanted: Parameters<typeof asks>[1], path: (code: string) => string) => async (page: Page) => {
    const { code } = await asks(site().parts, { questions: ALL, ...wanted });
    await page.goto(site().url + path(code));
  };
  const drawn = async (page: Page, path: (code: string) => string) => {
    const { parts } = site();
    const { id, code } = await asks(parts, contest);
    await entersMany(parts, id, 40);
    await parts.db.survey.update({ where: { id }, data: { closedAt: parts.clock() } });
    await page.goto(`${site().url}/surveys/${code}/results`);
    await page.getByRole('button', { name: 'Draw the winners' }).click();
    await page.getByText('Drawn. Whoever won').waitFor();
    await page.goto(site().url + path(code));
  };
  const ended = async (wanted: Parameters<typeof asks>[1]) => {
    const { parts } = site();
    const { id, code } = await asks(parts, wanted);
    await parts.db.survey.update({ where: { id }, data: { closedAt: parts.clock() } });
    return (path: (code: string) => string) => at(path(code));
  };
  const atWebinar = (path: string) => async (page: Page) =>
    at(path.replace(':code', (await firstWebinarOf(site().parts, 'ada')).code))(page);
  const answered = async () => {
    const { code } = await asks(site().parts, { questions: ALL });
    const visitor = await passesAge(site().visit());
    const { location = '' } = await visitor.post(`/surveys/${code}`, {
      'q1': 'Rye',
      'q2-1': 'yes',
      'q3': 'Straw',
      'q4': '3',
      'q6': 'no',
    });
    return [code, location] as const;
  };

  return {
    'the surveys of staff': { as: 'dev', open: at('/admin/surveys') },
    'surveys that nobody built': { as: 'dev', open: at('/admin/surveys?find=nothing+like+this') },
    'the contests of staff': { as: 'dev', open: at('/admin/contests') },
    'beginning a survey': { as: 'dev', open: at('/admin/surveys/new') },
    'beginning a contest': { as: 'dev', open: at('/admin/contests/new') },
    'a contest that says nothing': {
      as: 'dev',
      open: async (page) => {
        await at('/admin/contests/new')(page);
        await page.getByRole('button', { name: 'Go on to the questions' }).click();
        await page.getByRole('alert').waitFor();
      },
    },
    'what a host asks': { as: 'ada', open: atWebinar('/webinars/:code/surveys') },
    'a survey of a host': { as: 'ada', open: atWebinar('/webinars/:code/surveys/new') },
    'a contest of a host': { as: 'ada', open: atWebinar('/webinars/:code/contests/new') },
    'building': { as: 'dev', open: asked({ publish: false }, (code) => `/surveys/${code}/edit`) },
    'changing a question': { as: 'dev', open: asked({ publish: false }, (code) => `/surveys/${code}/questions/q1`) },
    'a preview': { as: 'dev', open: asked({ publish: false }, (code) => `/surveys/${code}/preview`) },
    'no answers yet': { as: 'dev', open: asked({}, (code) => `/surveys/${code}/results`) },
    'answers': {
      as: 'dev',
      open: async (page) => {
        const [code] = await answered();
        await at(`/surveys/${code}/results`)(page);
      },
    },
    'a survey': {
      open: async (page) => {
        await asked({}, (code) => `/surveys/${code}`)(page);
        await answersAge(page);
        await page.getByRole('button', { name: 'Send my answers' }).waitFor();
      },
    },
    'a survey, sent with nothing': {
      as: 'chloe',
      open: async (page) => {
        await asked({}, (code) => `/surveys/${code}`)(page);
        await page.getByRole('button', { name: 'Send my answers' }).click();
        await page.getByRole('alert').waitFor();
      },
    },
    'a contest': { as: 'chloe', open: asked(contest, (code) => `/surveys/${code}`) },
    'one’s answers': {
      open: async (page) => {
        const [, entry] = await answered();
        await at(entry)(page);
      },
    },
    'a survey, filled in': {
      as: 'chloe',
      open: async (page) => {
        await asked({}, (code) => `/surveys/${code}`)(page);
        await page.getByLabel('Rye').check();
        await page.getByLabel('Mornings').check();
        await page.getByLabel('3', { exact: true }).check();
        await page.getByLabel('Yes', { exact: true }).check();
        await page.getByRole('button', { name: 'Send my answers' }).click();
        await page.getByText('Your answers have arrived').waitFor();
      },
    },
    'a survey that has ended': {
      as: 'chloe',
      open: async (page) => (await ended({ questions: ALL }))((code) => `/surveys/${code}`)(page),
    },
    'a contest that has ended': {
      as: 'chloe',
      open: async (page) => (await ended(contest))((code) => `/surveys/${code}`)(page),
    },
    'a number in a contest': {
      open: async (page) => {
        const { parts } = site();
        const { code } = await asks(parts, contest);
        const chloe = await signIn(site().visit(), 'chloe');
        const { location = '' } = await chloe.post(`/surveys/${code}`, { q1: 'Rye' });
        await at(location)(page);
      },
    },
    'answers that are taken back': {
      open: async (page) => {
        const [, entry] = await answered();
        await at(entry)(page);
        await page.getByRole('button', { name: 'Delete my answers' }).click();
        await page.getByRole('heading', { name: 'Your answers are gone' }).waitFor();
      },
    },
    'a draw that is to come': { open: asked(contest, (code) => `/contests/${code}/draw`) },
    'a contest that is drawn': { as: 'dev', open: (page) => drawn(page, (code) => `/surveys/${code}/results`) },
    'a draw': { as: 'dev', open: (page) => drawn(page, (code) => `/contests/${code}/draw`) },
  };
}
