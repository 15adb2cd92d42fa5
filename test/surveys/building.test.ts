import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, firstWebinarOf, passesAge, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';
import { asks, contest, contestDetails, details, straw, when, wish } from './asked.ts';

let now = new Date('2026-12-01T09:00Z');
let site: Site;
let dev: Client;
let ada: Client;

beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
  [dev, ada] = [await signIn(site.visit(), 'dev'), await signIn(site.visit(), 'ada')];
});
afterAll(() => site.close());

const surveyOf = (code: string) => site.parts.db.survey.findUniqueOrThrow({ where: { code } });
const codeIn = (location = '') => /\/surveys\/([0-9a-z-]+)\//.exec(location)?.[1] ?? '';
const labelsOf = async (code: string) =>
  ((await surveyOf(code)).questions as { label: string }[]).map(({ label }) => label);

describe('building without JavaScript', () => {
  test('staff say what for, add questions, put them in order, look at it, and publish it', async () => {
    const { location } = await dev.post('/admin/surveys', details);
    const code = codeIn(location);
    for (const question of [straw, wish, when]) await dev.post(`/surveys/${code}/questions`, question);
    expect(await labelsOf(code)).toEqual([straw.label, wish.label, when.label]);

    await dev.post(`/surveys/${code}/questions/q3/place`, { act: 'up' });
    await dev.post(`/surveys/${code}/questions/q1/place`, { act: 'up' });
    expect(await labelsOf(code)).toEqual([straw.label, when.label, wish.label]);
    await dev.post(`/surveys/${code}/questions/q2/place`, { act: 'remove' });
    await dev.post(`/surveys/${code}/questions/q3`, { ...when, label: 'Which hours suit you?' });
    expect(await labelsOf(code)).toEqual([straw.label, 'Which hours suit you?']);

    const stranger = await passesAge(site.visit());
    expect((await stranger.get(`/surveys/${code}`)).status).toBe(404);
    const preview = (await dev.get(`/surveys/${code}/preview`)).html;
    expect(preview).toContain('Which hours suit you?');
    expect(preview).not.toContain('Send my answers');
    expect((await dev.get(`/surveys/${code}/edit`)).html).toContain('Of our staff, only you');

    expect((await dev.post(`/surveys/${code}/publication`)).location).toBe(`/surveys/${code}/results?done=published`);
    expect((await stranger.get(`/surveys/${code}`)).html).toContain('Send my answers');
  });

  test('a draft can be thrown away, and what is published cannot', async () => {
    const code = codeIn((await dev.post('/admin/surveys', details)).location);
    expect((await dev.get(`/surveys/${code}/edit`)).html).toContain('Throw this draft away');
    expect((await dev.get(`/surveys/${code}/edit`)).html).toContain('<a href="/admin/surveys">Back to the list</a>');
    expect((await ada.post(`/surveys/${code}/removal`)).status).toBe(404);
    expect((await dev.post(`/surveys/${code}/removal`)).location).toBe('/admin/surveys');
    expect((await dev.get(`/surveys/${code}/edit`)).status).toBe(404);
    expect(await site.parts.db.survey.count({ where: { code } })).toBe(0);

    const kept = codeIn((await dev.post('/admin/surveys', details)).location);
    await dev.post(`/surveys/${kept}/questions`, straw);
    await dev.post(`/surveys/${kept}/publication`);
    expect((await dev.post(`/surveys/${kept}/removal`)).status).toBe(409);
    expect(await site.parts.db.survey.count({ where: { code: kept } })).toBe(1);
  });

  test('the end is meant in the zone of whoever asks', async () => {
    const code = codeIn((await dev.post('/admin/surveys', { ...details, date: '2026-12-24', time: '18:00' })).location);
    expect((await surveyOf(code)).endsAt).toEqual(new Date('2026-12-24T12:30Z'));
    expect((await dev.get(`/surveys/${code}/edit`)).html).toContain('value="18:00"');
  });

  test.each([
    ['an end that has passed', { date: '2026-11-30' }, 'date'],
    ['an end further away than five years', { date: '2031-12-02' }, 'date'],
    ['an end that no calendar of ours holds', { date: '9999-12-31', time: '23:59' }, 'date'],
    ['no purpose', { purpose: '' }, 'purpose'],
    ['answers kept for longer than the policy says', { keepDays: '91' }, 'keepDays'],
    ['answers kept for no day', { keepDays: '0' }, 'keepDays'],
  ])('%s is told beside the field, and nothing typed is lost', async (_what, wrong, field) => {
    const { status, html } = await dev.post('/admin/surveys', { ...details, ...wrong });
    expect(status).toBe(422);
    expect(html).toContain(`id="${field}-problem"`);
    expect(html).toContain(`value="${details.title}"`);
  });

  test('a contest says how many win and on which terms, a question what there is to choose from', async () => {
    const { html } = await dev.post('/admin/contests', { ...contestDetails, winners: '', terms: '' });
    expect(html).toContain('id="winners-problem"');
    expect(html).toContain('id="terms-problem"');

    const { code } = await asks(site.parts, { publish: false });
    const answer = await dev.post(`/surveys/${code}/questions`, {
      ...straw,
      label: 'Which one?',
      options: 'Only this',
    });
    expect(answer.status).toBe(422);
    expect(answer.html).toContain('id="options-problem"');
    expect(answer.html).toContain('value="Which one?"');
  });

  test('a survey without a question, or whose end has come, cannot be published', async () => {
    const empty = await asks(site.parts, { publish: false, questions: [] });
    expect((await dev.post(`/surveys/${empty.code}/publication`)).html).toContain('Ask at least one question');

    const { code } = await asks(site.parts, { publish: false, form: { date: '2026-12-02' } });
    now = new Date('2026-12-03T09:00Z');
    expect((await dev.post(`/surveys/${code}/publication`)).html).toContain('Its end has passed');
    now = new Date('2026-12-01T09:00Z');
  });

  test('more boxes than a browser can send in one form are turned down', async () => {
    const { code } = await asks(site.parts, { publish: false, questions: [] });
    const options = Array.from({ length: 12 }, (_, index) => `Answer ${index}`).join('\n');
    for (let nth = 0; nth < 6; nth += 1) await dev.post(`/surveys/${code}/questions`, { ...when, options });
    const { status, html } = await dev.post(`/surveys/${code}/questions`, { ...when, options });
    expect(status).toBe(422);
    expect(html).toContain('Offer fewer answers');
  });
});

describe('once it is published', () => {
  test('nothing of it changes, whatever form is sent and whoever asks the database', async () => {
    const { id, code } = await asks(site.parts);
    const before = await surveyOf(code);
    const tries = [
      await dev.post(`/surveys/${code}/edit`, { ...details, purpose: 'Something else' }),
      await dev.post(`/surveys/${code}/questions`, straw),
      await dev.post(`/surveys/${code}/questions/q1`, { ...straw, label: 'Something else' }),
      await dev.post(`/surveys/${code}/questions/q1/place`, { act: 'remove' }),
      await dev.post(`/surveys/${code}/publication`),
    ];
    expect(tries.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409]);
    expect(await surveyOf(code)).toEqual(before);

    const { db } = site.parts;
    for (const data of [{ purpose: 'More' }, { keepDays: 90 }, { endsAt: new Date('2032-01-01') }, { questions: [] }])
      await expect(db.survey.update({ where: { id }, data })).rejects.toThrow(/constraint violated/);
    expect(await surveyOf(code)).toEqual(before);
  });

  test('it can be closed before its end, and takes nothing from then on', async () => {
    const { code } = await asks(site.parts);
    await dev.post(`/surveys/${code}/closing`);
    const stranger = await passesAge(site.visit());
    expect((await stranger.get(`/surveys/${code}`)).html).toContain('This has ended');
    expect((await stranger.post(`/surveys/${code}`, { q1: 'Rye' })).status).toBe(409);
    expect((await dev.post(`/surveys/${code}/closing`)).status).toBe(409);
  });
});

describe('the lists of staff', () => {
  test('hold surveys and contests apart, find by title, and filter by state and kind', async () => {
    await asks(site.parts, { form: { title: 'How was the bread?', kind: 'form' } });
    await asks(site.parts, { ...contest, questions: [straw] });
    const list = async (path: string) => (await dev.get(path)).html;

    expect(await list('/admin/surveys')).not.toContain(contestDetails.title);
    expect(await list('/admin/contests')).toContain(contestDetails.title);
    expect(await list('/admin/surveys?find=BREAD')).toContain('How was the bread?');
    expect(await list('/admin/surveys?find=BREAD')).not.toContain(details.title);
    expect(await list('/admin/surveys?kind=form')).not.toContain(details.title);
    expect(await list('/admin/surveys?state=ended&find=bread')).toContain('Nothing like that');
    expect(await list('/admin/contests?state=open')).toContain(contestDetails.title);
  });

  test('are there for staff alone, and a draft for its owner alone', async () => {
    const { code } = await asks(site.parts, { publish: false });
    const eve = await signIn(site.visit(), 'eve');
    expect((await ada.get('/admin/surveys')).status).toBe(404);
    for (const page of ['edit', 'preview', 'results', 'results.csv'])
      expect((await eve.get(`/surveys/${code}/${page}`)).status).toBe(404);
  });

  test('whoever is no longer staff has no survey of ours any more', async () => {
    const { code } = await asks(site.parts);
    const where = { email: cast.dev.email };
    await site.parts.db.person.update({ where, data: { role: 'member' } });
    expect((await dev.get(`/surveys/${code}/results`)).status).toBe(404);
    await site.parts.db.person.update({ where, data: { role: 'staff' } });
    expect((await dev.get(`/surveys/${code}/results`)).status).toBe(200);
  });
});

describe('hosts', () => {
  test('build the same for their own webinar, and its form names them', async () => {
    const webinar = await firstWebinarOf(site.parts, 'ada');
    expect((await ada.get(`/webinars/${webinar.code}/surveys`)).html).toContain('Nothing is asked yet');
    const code = codeIn((await ada.post(`/webinars/${webinar.code}/surveys`, details)).location);
    await ada.post(`/surveys/${code}/questions`, straw);
    await ada.post(`/surveys/${code}/publication`);

    expect((await ada.get(`/webinars/${webinar.code}/surveys`)).html).toContain(details.title);
    const { html } = await (await passesAge(site.visit())).get(`/surveys/${code}`);
    expect(html).toContain(`${cast.ada.name}, and nobody else`);
    expect((await dev.get(`/surveys/${code}/results`)).status).toBe(404);
    expect((await dev.get('/admin/surveys?find=straw')).html).not.toContain(`/surveys/${code}`);
  });

  test('nobody else builds for a webinar', async () => {
    const { code } = await firstWebinarOf(site.parts, 'ada');
    const ben = await signIn(site.visit(), 'ben');
    expect((await ben.get(`/webinars/${code}/surveys/new`)).status).toBe(404);
    expect((await ben.post(`/webinars/${code}/surveys`, details)).status).toBe(404);
    expect((await ben.post(`/webinars/${code}/contests`, contestDetails)).status).toBe(404);
  });
});
