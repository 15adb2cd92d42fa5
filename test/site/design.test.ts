import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { letterNames } from '#src/site/samples.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const namesIn = (folder: string, ending: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .toSorted();

test('the design page shows a chart, and every letter in both its parts', async () => {
  expect(letterNames.toSorted()).toEqual(namesIn('views/mails', '.html.hbs'));
  expect(letterNames.toSorted()).toEqual(namesIn('views/mails', '.txt.hbs'));

  const { html } = await site.visit().get('/design');
  expect(html).toContain('<figure class="chart">');
  for (const name of letterNames) {
    expect(html).toContain(`src="/design/letters/${name}" sandbox`);
    const letter = await site.visit().get(`/design/letters/${name}`);
    expect(letter.html).toContain('Privacy Policy');
    expect(letter.headers.get('content-security-policy')).toMatch(/sandbox/);
  }
});

test('a letter that does not exist is not found', async () => {
  expect((await site.visit().get('/design/letters/nothing')).status).toBe(404);
});

test('the room is shown in its moments, with the policy in reach', async () => {
  for (const moment of ['room', 'people', 'green-room']) {
    const { status, html } = await site.visit().get(`/design/${moment}`);
    expect([moment, status]).toEqual([moment, 200]);
    expect(html).toMatch(/<html lang="en" class="room"/);
    expect(html).toMatch(/href="\/privacy"/);
  }
});
