import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '#src/app.ts';
import { fromOurOwnPages } from '#src/platform/http/same-origin.ts';
import { openSite, type Site } from '../../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const strangers: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': '' },
];

test('no write of the site is carried out for a page of another site', async () => {
  const writes = routes(site.parts).filter(({ method }) => method !== 'GET');
  expect(writes.length).toBeGreaterThan(10);

  for (const { path } of writes)
    for (const headers of strangers) expect((await site.visit().post(path, {}, headers)).status, path).toBe(403);
});

test('a browser that does not say where it comes from is judged by its origin', () => {
  const ours = (origin: string) =>
    fromOurOwnPages({ origin, host: 'anymeeting.example' }, 'https://anymeeting.example');

  expect(ours('https://anymeeting.example')).toBe(true);
  for (const origin of ['https://eve.example', 'https://anymeeting.example.eve.example', 'null', ''])
    expect(ours(origin), origin).toBe(false);
});
