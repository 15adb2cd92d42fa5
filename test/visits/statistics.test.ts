import { afterAll, beforeAll, expect, test } from 'vitest';
import { FIREFOX, IPHONE } from '#test/support/browsers.ts';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';

let site: Site;
let dev: Client;
let now = new Date('2026-11-10T08:00:00Z');
beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
  dev = await signIn(site.visit(), 'dev');
});
afterAll(() => site.close());

const text = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('before anybody came, the page says so', async () => {
  expect((await dev.get('/admin/statistics')).html).toContain('Nobody has been counted yet');
});

test('Dev sees visitors and pages by day, page, browser and device, as a picture and in tables', async () => {
  now = new Date('2026-11-10T20:00:00Z');
  await site.visit().get('/', FIREFOX);
  await site.parts.visits.settled();
  now = new Date('2026-11-22T20:00:00Z');
  dev = await signIn(site.visit(), 'dev');
  const [one, other] = [site.visit(), site.visit()];
  await one.get('/', FIREFOX);
  await one.get('/privacy', FIREFOX);
  await other.get('/', IPHONE);
  await site.parts.visits.settled();

  const { html } = await dev.get('/admin/statistics');
  expect(text(html)).toContain('2 visitors opened 3 pages.');
  expect(text(html)).toContain('a browser that keeps no cookies counts on each page');
  expect(text(html)).toContain('22 November 2026 2 3');
  expect(html).toMatch(/<title id="visitors-per-day-title">Visitors per day<\/title>/);
  expect(html).toContain('The most were 2 on 22 November 2026.');
  expect(html.match(/<rect class="chart-bar" x=/g)).toHaveLength(7);
  expect(text(html)).toContain('Home page 2 2 Privacy pages 1 1');
  expect(text(html)).toMatch(/Firefox 1 2 Safari 1 1|Safari 1 1 Firefox 1 2/);
  expect(text(html)).toContain('Phone 1 1 Computer 1 2');

  const longer = await dev.get('/admin/statistics?days=30');
  expect(text(longer.html)).toContain('3 visitors opened 4 pages.');
  expect(longer.html.match(/<rect class="chart-bar" x=/g)).toHaveLength(30);
  for (const other of ['days=365', 'days=', 'days=7&days=30', 'utm_source=canary'])
    expect((await dev.get(`/admin/statistics?${other}`)).html, other).toContain('days=7" aria-current="true"');
});

test('the same comes as a table to keep', async () => {
  const { html, headers } = await dev.get('/admin/statistics.csv?days=30');
  expect(headers.get('content-disposition')).toBe('attachment; filename="statistics-30-days.csv"');
  expect(html).toContain('"Counted by","What","Visits","Visitors"');
  expect(html).toContain('"Day","2026-11-10","1","1"');
  expect(html).toContain('"Page","Home page","3","3"');
});

test('nobody but staff sees any of it', async () => {
  const ada = await signIn(site.visit(), 'ada');
  for (const path of ['/admin/statistics', '/admin/statistics.csv', '/admin/statistics/figures'])
    expect((await ada.get(path)).status, path).toBe(404);
});
