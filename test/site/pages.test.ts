import { afterAll, beforeAll, expect, test } from 'vitest';
import { categories } from '#src/policy/catalogue.ts';
import { clauses } from '#src/policy/clauses.ts';
import { keptInBrowser } from '#src/policy/cookies.ts';
import { houseRules } from '#src/policy/house-rules.ts';
import { ends, retention } from '#src/policy/retention.ts';
import { answerTo, signalNames } from '#src/policy/signals.ts';
import { tensions } from '#src/policy/tensions.ts';
import { purposeWords } from '#src/policy/words.ts';
import type { Answer } from '../support/client.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite({
    clock: () => new Date('2026-11-22T12:00:00Z'),
    env: { POSTAL_ADDRESS: '7 Quiet Cellar, Paris' },
  });
});
afterAll(() => site.close());

const get = (path: string): Promise<Answer> => site.visit().get(path);
const plain = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')
    .trim();
const mainOf = (html: string) => /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '';

test('the home page offers to register first and to read on second, and says what is not built', async () => {
  const { status, html } = await get('/');

  expect(status).toBe(200);
  expect(html).toMatch(/<title>Webinars that keep their word – AnyMeeting<\/title>/);
  expect(mainOf(html)).toMatch(/class="button" href="\/register"/);
  expect(mainOf(html)).toMatch(/class="button quiet" href="#how"/);
  expect(plain(html)).toContain('What it does not do yet');
  expect(plain(html)).toContain(`It has ${clauses.length} sentences`);
});

test('every page links the Privacy Policy, names its version and the postal address, and can be skipped into', async () => {
  const policy = ['/privacy', '/privacy/versions', '/privacy/versions/1', '/privacy/processors', '/privacy/choices'];
  for (const path of ['/', ...policy, '/register', '/sign-in', '/nowhere', '/design']) {
    const { html } = await get(path);
    expect(html).toMatch(/<a href="\/privacy"[^>]*>Privacy Policy<\/a>/);
    expect(plain(html)).toContain('version 1 in force');
    expect(plain(html)).toContain('7 Quiet Cellar, Paris');
    expect(html).toMatch(/<a class="skip" href="#main">/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  }
});

test('the policy shows each sentence once, in order, with its clause', async () => {
  const { html } = await get('/privacy');
  const ids = Array.from(html.matchAll(/<div class="clause" id="(PP-[\d.]+)">/g), ([, id]) => id);

  expect(ids).toEqual(clauses.map(({ id }) => id));
  for (const { sentence } of clauses) expect(plain(mainOf(html)).split(sentence)).toHaveLength(2);
});

test('the policy ends with the day of its last modification and nothing after it (PP-01.2)', async () => {
  const main = mainOf((await get('/privacy')).html);

  expect(plain(main)).toMatch(/This policy was last modified on 11\/22\/2026\s?\.$/);
  expect(main).toContain('<time datetime="2026-11-22">11/22/2026</time>');
});

test('below the sentences stands what the programs go by', async () => {
  const text = plain(mainOf((await get('/privacy')).html));

  for (const category of Object.values(categories))
    expect(text.split(` ${category} `).length, category).toBeGreaterThan(2);
  for (const { name, purpose } of keptInBrowser) expect(text).toContain(`${name} ${purpose}`);
  for (const { words } of Object.values(retention)) expect(text).toContain(words);
  for (const { words } of Object.values(ends)) expect(text).toContain(words);
  for (const words of Object.values(purposeWords)) expect(text).toContain(words);
  for (const { reading } of tensions) expect(text).toContain(reading);
  for (const signal of signalNames) expect(text).toContain(answerTo(signal));
});

test('house rules stand apart, and say that they only narrow', async () => {
  const main = mainOf((await get('/privacy')).html);
  const apart = /<section class="house-rules".*?<\/section>/s.exec(main)?.[0] ?? '';

  expect(plain(apart)).toContain('These are not part of the policy');
  expect(plain(apart)).toContain('they may only narrow what it allows');
  for (const { id, sentence } of houseRules) {
    expect(plain(apart)).toContain(sentence);
    expect(main.replace(apart, '')).not.toContain(id);
  }
});

test('what the law of California asks for is said', async () => {
  const text = plain(mainOf((await get('/privacy')).html));

  for (const item of [
    'Kinds of personal information we collect',
    'Kinds of others it may reach',
    'How to see and change what we hold',
    'How we tell you about changes',
    'In force since',
    'What we do about Do Not Track',
    'Whether others watch you across sites',
  ])
    expect(text).toContain(item);
});

test('the policy can be asked about on a page, by mail and by post (PP-16.1, PP-16.2)', async () => {
  const main = mainOf((await get('/privacy')).html);

  expect(main).toContain('href="/contact"');
  expect(plain(main)).toContain('hello@anymeeting.example');
  expect(plain(main)).toContain('7 Quiet Cellar, Paris');
});

test('pages carry no inline style or handler, and every script has the nonce of its answer', async () => {
  for (const path of ['/', '/privacy', '/design', '/design/room', '/design/people', '/design/green-room', '/nowhere']) {
    const { html, headers } = await get(path);
    const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1];

    expect(html).not.toMatch(/<[^>]+ style=|<style|<[^>]+ on[a-z]+="|javascript:/i);
    for (const [script] of html.matchAll(/<script[^>]*>/g)) expect(script).toContain(`nonce="${nonce}"`);
  }
});

test('an address that leads nowhere has a page with a way on', async () => {
  const { status, html } = await get('/nowhere');

  expect(status).toBe(404);
  expect(plain(mainOf(html))).toContain('There is nothing here, or it is not yours to see.');
  expect(mainOf(html)).toMatch(/<a class="button" href="\/">/);
});

test('the process says that it lives, whether it can serve, and which version it is', async () => {
  expect(JSON.parse((await get('/livez')).html)).toEqual({ alive: true });
  expect(JSON.parse((await get('/readyz')).html)).toEqual({ database: true, workers: true });
  expect(JSON.parse((await get('/version')).html)).toMatchObject({
    name: 'anymeeting',
    version: expect.stringMatching(/^\d/),
  });
});
