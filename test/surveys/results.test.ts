import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, firstWebinarOf, idOf, passesAge, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';
import { asks, contest, wish } from './asked.ts';

let site: Site;
let dev: Client;
let ben: Client;
let id: string;
let code: string;

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  [dev, ben] = [await signIn(site.visit(), 'dev'), await signIn(site.visit(), 'ben')];
});
afterAll(() => site.close());

beforeEach(async () => {
  ({ id, code } = await asks(site.parts));
  await ben.post(`/surveys/${code}`, {
    'q1': 'Rye',
    'q2': '=HYPERLINK("https://evil.example")',
    'q3-1': 'yes',
    'q3-2': 'yes',
  });
});

const stranger = () => passesAge(site.visit());
const releases = () => site.parts.db.release.findMany({ where: { rule: 'tell-organiser', proofRef: id } });

test('whoever asked reads how often each answer was given, and what was written', async () => {
  await (await stranger()).post(`/surveys/${code}`, { 'q1': 'Rye', 'q3-2': 'yes' });
  await (await stranger()).post(`/surveys/${code}`, { q1: 'None' });
  const { html } = await dev.get(`/surveys/${code}/results`);
  const rows = Array.from(
    html.matchAll(/<th scope="row">([^<]+)<\/th><td class="number">(\d+)<\/td>/g),
    ([, ...row]) => row,
  );

  expect(rows).toEqual([
    ['Wheat', '0'],
    ['Rye', '2'],
    ['None', '1'],
    ['Mornings', '1'],
    ['Evenings', '2'],
  ]);
  expect(html).toContain('3 answers');
  expect(html).toContain('1 of 3 answered this.');
  expect(html).toContain('<meter min="0" max="3" value="2"');
});

test('a day is read with the name of its month, and stands in the table so that it can be sorted', async () => {
  const asked = await asks(site.parts, { questions: [{ ...wish, type: 'date', label: 'Which day?' }] });
  await (await stranger()).post(`/surveys/${asked.code}`, { q1: '2026-12-05' });
  expect((await dev.get(`/surveys/${asked.code}/results`)).html).toContain('5 December 2026');
  expect((await dev.get(`/surveys/${asked.code}/results.csv`)).html).toContain('2026-12-05');
});

test('nobody else reads them: no colleague, no admin, no member, not whoever answered', async () => {
  const others = [await signIn(site.visit(), 'eve'), await signIn(site.visit(), 'ada'), ben];
  for (const client of others) {
    expect((await client.get(`/surveys/${code}/results`)).status).toBe(404);
    expect((await client.get(`/surveys/${code}/results.csv`)).status).toBe(404);
    expect((await client.post(`/surveys/${code}/closing`)).status).toBe(404);
    expect((await client.post(`/surveys/${code}/draw`)).status).toBe(404);
  }
  expect(await releases()).toEqual([]);
});

test('every look and every table leaves a row, which the person who answered can read', async () => {
  await dev.get(`/surveys/${code}/results`);
  await dev.get(`/surveys/${code}/results`);
  await dev.get(`/surveys/${code}/results.csv`);
  const [owner, answerer] = [await idOf(site.parts, 'dev'), await idOf(site.parts, 'ben')];

  const told = (await releases()).map(({ subject, category, recipientKind, recipientId, clauseId }) => ({
    ...{ subject, category, recipientKind, recipientId, clauseId },
  }));
  const row = {
    subject: answerer,
    category: 'survey_answer',
    recipientKind: 'organiser',
    recipientId: owner,
    clauseId: 'PP-03.5',
  };
  expect(told).toEqual([row, row, row]);
  expect((await ben.get('/profile/record')).html).toContain('whoever asked the questions');
});

test('whoever answered without an account reads it on the page of the answers', async () => {
  const visitor = await stranger();
  const entry = (await visitor.post(`/surveys/${code}`, { q1: 'Rye' })).location ?? '';
  expect((await visitor.get(entry)).html).not.toContain('Who has read it');
  await dev.get(`/surveys/${code}/results`);
  expect((await visitor.get(entry)).html).toContain('Who has read it');
});

test('the table carries out no formula, and no address', async () => {
  const { html, headers } = await dev.get(`/surveys/${code}/results.csv`);
  expect(headers.get('content-type')).toContain('text/csv');
  expect(html.replace('\uFEFF', '').split('\r\n')).toEqual([
    '"Number","Which straw?","What would you like to hear about?","When do you have time?"',
    `"1","Rye","'=HYPERLINK(""https://evil.example"")","Mornings; Evenings"`,
    '',
  ]);

  const drawn = await asks(site.parts, contest);
  const email = 'paz@anymeeting.example';
  await (await stranger()).post(`/surveys/${drawn.code}`, { q1: 'Rye', email });
  for (const page of ['results', 'results.csv'])
    expect((await dev.get(`/surveys/${drawn.code}/${page}`)).html).not.toContain(email);
});

test('a host reads what was answered at their webinar', async () => {
  const webinar = await firstWebinarOf(site.parts, 'ada');
  const own = await asks(site.parts, { by: 'ada', webinarId: webinar.id });
  await ben.post(`/surveys/${own.code}`, { q1: 'Wheat', q2: 'Rain water' });
  const ada = await signIn(site.visit(), 'ada');
  expect((await ada.get(`/surveys/${own.code}/results`)).html).toContain('Rain water');
});
